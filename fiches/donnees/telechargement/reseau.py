"""Parler à un site sans lui faire confiance : http(s) seulement, délais, peu de redirections, tailles bornées."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

PAGE_MAX = 8 << 20
_MORCEAU = 1 << 16
_REDIRECTIONS_MAX = 5


class ErreurReseau(Exception):
    """Un essai qui échoue : le message dit la raison. `passagere` : recommencer peut suffire."""

    def __init__(self, raison: str, passagere: bool = False) -> None:
        super().__init__(raison)
        self.passagere = passagere


@contextmanager
def ouvrir(url: str, delai_s: float, en_tetes: Mapping[str, str] | None = None) -> Iterator[requests.Response]:
    """La réponse à GET, corps non lu. Toute panne, jusqu’à la fin du bloc, devient `ErreurReseau`."""
    try:
        with requests.Session() as session:
            session.max_redirects = _REDIRECTIONS_MAX
            # Sans compression de transport : les octets comptés sont ceux du fichier.
            session.headers.update({"User-Agent": "fiches-commerce-exterieur", "Accept-Encoding": "identity"})
            with session.get(url, stream=True, timeout=delai_s, headers=en_tetes) as reponse:
                if not reponse.ok and reponse.status_code != requests.codes.range_not_satisfiable:
                    raise ErreurReseau(f"réponse {reponse.status_code}", passagere=reponse.status_code >= 500)
                yield reponse
    except requests.TooManyRedirects as erreur:
        raise ErreurReseau("redirections sans fin") from erreur
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL) as erreur:
        raise ErreurReseau("adresse refusée") from erreur
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as erreur:
        raise ErreurReseau(f"pas de réponse en {_secondes(delai_s)}", passagere=True) from erreur
    except requests.exceptions.SSLError as erreur:
        raise ErreurReseau("certificat refusé") from erreur
    except requests.ConnectionError as erreur:
        raise ErreurReseau("site injoignable", passagere=True) from erreur
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as erreur:
        raise ErreurReseau("transfert coupé", passagere=True) from erreur


def morceaux(reponse: requests.Response) -> Iterator[bytes]:
    """Le corps, au fur et à mesure qu’il arrive."""
    while morceau := reponse.raw.read1(_MORCEAU, decode_content=True):
        yield morceau


def lire_page(url: str, delai_s: float) -> tuple[bytes, str]:
    """Le corps d’une petite page (8 Mo au plus, en deux délais au plus), et l’adresse où mènent les redirections."""
    fin, lu = monotonic() + 2 * delai_s, bytearray()
    with ouvrir(url, delai_s) as reponse:
        for morceau in morceaux(reponse):
            lu += morceau
            if len(lu) > PAGE_MAX:
                raise ErreurReseau(f"page de plus de {PAGE_MAX >> 20} Mo")
            if monotonic() > fin:  # le délai de requests ne court que d’un octet au suivant
                raise ErreurReseau(f"réponse incomplète après {_secondes(2 * delai_s)}", passagere=True)
        return bytes(lu), reponse.url


def est_du_web(url: str) -> bool:
    """Vrai pour http et https."""
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _secondes(duree_s: float) -> str:
    return f"{duree_s:g} s".replace(".", ",")

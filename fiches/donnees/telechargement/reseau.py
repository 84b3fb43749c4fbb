"""Parler à un site sans lui faire confiance : http(s) seulement, délais, peu de redirections, tailles bornées."""

import http.client
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from time import monotonic
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from fiches.redaction import INSECABLE, secondes

PAGE_MAX = 1 << 20
"""Une page de liste fait quelques centaines de ko ; au-delà, analyser une page piégée prendrait des minutes."""
_MORCEAU = 1 << 16
_REDIRECTIONS_MAX = 5
_REPONSES = {
    401: "accès réservé",
    403: "accès refusé par le site",
    404: "introuvable, l’adresse a changé",
    407: "le mandataire (proxy) demande un mot de passe",
    410: "retirée pour de bon par le site, inutile de réessayer : prenez une autre publication",
    429: "trop de demandes, attendez quelques minutes",
}

Etapes = Generator[requests.Response | bytes, None, None]


class ErreurReseau(Exception):
    """Un essai qui échoue : le message dit la raison. `passagere` : recommencer peut suffire."""

    def __init__(self, raison: str, passagere: bool = False) -> None:
        super().__init__(raison)
        self.passagere = passagere


class Echeance:
    """Le temps qu’un échange peut prendre en tout, compté d’ici, ses reprises comprises."""

    def __init__(self, duree_s: float) -> None:
        self._duree_s, self._fin = duree_s, monotonic() + duree_s

    def __str__(self) -> str:
        return secondes(self._duree_s) if self._duree_s < 120 else f"{self._duree_s / 60:.0f}{INSECABLE}min"

    def reste_s(self) -> float:
        """Ce qui en reste, en secondes ; 0 quand elle est passée."""
        return max(0.0, self._fin - monotonic())


class Reception:
    """Une réponse à GET : `reponse`, puis ses `morceaux`. Tout s’arrête à l’échéance.

    Le délai de requests ne court que d’un octet au suivant : c’est un fil à part qui lit, et qu’on n’attend plus
    passé l’échéance, que le site distille ses en-têtes, son corps ou la recherche de son nom.
    """

    def __init__(self, url: str, delai_s: float, echeance: Echeance, en_tetes: Mapping[str, str]) -> None:
        self._etapes, self._echeance = _echange(url, delai_s, en_tetes), echeance
        self._laissee = False
        self.reponse = cast(requests.Response, self._suivante())

    def morceaux(self) -> Iterator[bytes]:
        """Le corps, au fur et à mesure qu’il arrive. Lève `ErreurReseau`."""
        while morceau := self._suivante():
            yield cast(bytes, morceau)

    def fermer(self) -> None:
        """Rend la connexion."""
        if not self._laissee:
            self._etapes.close()

    def _suivante(self) -> requests.Response | bytes:
        boite: Future[requests.Response | bytes] = Future()
        Thread(target=_avancer, args=(self._etapes, boite), daemon=True).start()
        try:
            return boite.result(self._echeance.reste_s())
        except BaseException as erreur:  # une interruption aussi laisse le fil à sa lecture
            self._laissee = True
            if not boite.cancel():  # l’étape est finie : rien ne lit plus
                self._etapes.close()
            if isinstance(erreur, TimeoutError):
                raise ErreurReseau(f"trop lent, arrêté après {self._echeance} : relancez la commande") from erreur
            raise


@contextmanager
def ouvrir(
    url: str, delai_s: float, echeance: Echeance, en_tetes: Mapping[str, str] | None = None
) -> Iterator[Reception]:
    """La réponse à GET, corps non lu. Toute panne du réseau, et l’échéance passée, lèvent `ErreurReseau`."""
    reception = Reception(url, delai_s, echeance, en_tetes or {})
    try:
        yield reception
    finally:
        reception.fermer()


def lire_page(url: str, delai_s: float) -> tuple[bytes, str]:
    """Le corps d’une petite page (1 Mo au plus, en deux délais au plus), et l’adresse où mènent les redirections."""
    lu = bytearray()
    with ouvrir(url, delai_s, Echeance(2 * delai_s)) as reception:
        for morceau in reception.morceaux():
            lu += morceau
            if len(lu) > PAGE_MAX:
                raise ErreurReseau(f"page de plus de {PAGE_MAX >> 20} Mo")
        return bytes(lu), reception.reponse.url


def est_du_web(url: str) -> bool:
    """Vrai pour http et https."""
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def en_https(url: str, page: str) -> str:
    """L’adresse d’un lien ; en https s’il est lu sur une page en https, où personne n’a pu la changer."""
    parties = urlsplit(url)
    if urlsplit(page).scheme == "https" and parties.scheme == "http":
        return parties._replace(scheme="https", netloc=parties.netloc.removesuffix(":80")).geturl()
    return url


def suivre(origine: str, cible: str) -> str:
    """Où mène une redirection. Lève `ErreurReseau` si ce n’est pas du web, ou si elle quitte https pour http."""
    try:
        adresse = urljoin(origine, cible)
    except ValueError:
        adresse = ""
    if not est_du_web(adresse):
        raise ErreurReseau("adresse refusée")
    if urlsplit(origine).scheme == "https" and urlsplit(adresse).scheme == "http":
        raise ErreurReseau("redirection de https vers http refusée : le fichier pourrait être changé en route")
    return adresse


class _SansSuite(requests.Session):
    """Une session qui ne suit pas les redirections : requests en lirait le corps entier, fût-il sans fin."""

    def resolve_redirects(self, *_: Any, **__: Any) -> Generator[requests.Response, None, None]:
        yield from ()


def _echange(url: str, delai_s: float, en_tetes: Mapping[str, str]) -> Etapes:
    """La réponse, puis les morceaux de son corps."""
    with _pannes(delai_s), _SansSuite() as session:
        # Sans compression de transport : les octets comptés sont ceux du fichier.
        session.headers.update({"User-Agent": "fiches-commerce-exterieur", "Accept-Encoding": "identity"})
        for _ in range(_REDIRECTIONS_MAX + 1):
            with session.get(url, stream=True, timeout=delai_s, headers=en_tetes) as reponse:
                cible = session.get_redirect_target(reponse)
                if cible is None:
                    _refuser(reponse.status_code)
                    yield reponse
                    while morceau := reponse.raw.read1(_MORCEAU, decode_content=True):
                        yield morceau
                    return
            url = suivre(url, cible)
        raise ErreurReseau("redirections sans fin")


def _refuser(code: int) -> None:
    """Lève `ErreurReseau` si le code n’est pas celui d’un corps à lire ; 416 ne refuse que la reprise."""
    if code >= 300 and code != requests.codes.range_not_satisfiable:
        raise ErreurReseau(" : ".join(filter(None, (f"réponse {code}", _REPONSES.get(code)))), passagere=code >= 500)


@contextmanager
def _pannes(delai_s: float) -> Iterator[None]:
    """Change toute panne du réseau en `ErreurReseau`."""
    try:
        yield
    except (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL) as erreur:
        raise ErreurReseau("le mandataire (proxy) ne répond pas : vérifiez HTTPS_PROXY", passagere=True) from erreur
    except ValueError as erreur:
        raise ErreurReseau("adresse refusée") from erreur
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as erreur:
        raise ErreurReseau(f"pas de réponse en {secondes(delai_s)}", passagere=True) from erreur
    except requests.exceptions.SSLError as erreur:
        raise ErreurReseau("certificat refusé : vérifiez l’heure du poste et REQUESTS_CA_BUNDLE") from erreur
    except requests.ConnectionError as erreur:
        raise ErreurReseau("site injoignable", passagere=True) from erreur
    except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException) as erreur:
        raise ErreurReseau("transfert coupé", passagere=True) from erreur
    except OSError as erreur:
        raise ErreurReseau("certificats du poste introuvables : vérifiez REQUESTS_CA_BUNDLE") from erreur


def _avancer(etapes: Etapes, boite: "Future[requests.Response | bytes]") -> None:
    """Une étape de l’échange, dans son fil ; si plus personne n’attend, l’échange est fermé ici."""
    suite: requests.Response | bytes = b""
    panne: BaseException | None = None
    try:
        suite = next(etapes, b"")
    except BaseException as erreur:
        panne = erreur
    if not boite.set_running_or_notify_cancel():
        etapes.close()
    elif panne:
        boite.set_exception(panne)
    else:
        boite.set_result(suite)

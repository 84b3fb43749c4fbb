#!/bin/sh
# Retire des carnets ce qu’une exécution y laisse : sorties, numéros, valeurs du récit (jupyterlab-myst), traces de papermill.
# Filtre de git (outils/carnets.gitconfig), crochet de pre-commit et « make qualite » passent tous par ici.
cles="cell.metadata.user_expressions cell.metadata.papermill cell.metadata.execution metadata.papermill metadata.widgets"
# Ce que JupyterLab écrit de la version de Python en place : il change d’un poste à l’autre.
for cle in version codemirror_mode file_extension mimetype nbconvert_exporter pygments_lexer; do
    cles="$cles metadata.language_info.$cle"
done
for python in .venv/bin/python .venv/Scripts/python.exe python; do
    command -v "$python" >/dev/null 2>&1 || continue
    exec "$python" -m nbstripout --keep-id --extra-keys "$cles" "$@"
done
echo "L’environnement manque, le carnet ne peut être débarrassé de ses sorties : « make fiche » le recrée." >&2
exit 1

#!/bin/sh
# Les tests de pages ouvrent un vrai navigateur : le trouver, ou l’installer sous Debian et Ubuntu.
set -eu
for commande in chromium chromium-browser google-chrome; do
    command -v "$commande" >/dev/null 2>&1 && exit 0
done
[ -d "/Applications/Google Chrome.app" ] && exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then prefixe=""; elif sudo -n true 2>/dev/null; then prefixe="sudo"; else prefixe="non"; fi
    if [ "$prefixe" != non ]; then
        echo "Installation de Chromium pour les tests de pages…"
        $prefixe apt-get update -qq >/dev/null
        DEBIAN_FRONTEND=noninteractive $prefixe apt-get install -y -qq chromium >/dev/null
        exit 0
    fi
fi
echo "Chromium ou Chrome est nécessaire aux tests de pages. Sous Debian ou Ubuntu : sudo apt-get install chromium"
echo "Sans navigateur, « make test-rapide » passe les autres tests rapides."
exit 2

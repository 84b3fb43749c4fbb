# Les tâches du projet. « make » seul les liste.
PYTHON ?= python3
DEP ?= 46
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := aide
.DELETE_ON_ERROR:
.PHONY: aide fiche tous lab apercu test test-rapide test-bornes mutation qualite verrou propre navigateur

aide: ## Liste les tâches
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

fiche: $(VENV)/pret-execution ## Produit une fiche : make fiche DEP=46
	@$(BIN)/fiches produire $(DEP)

tous: $(VENV)/pret-execution ## Produit toutes les fiches de la campagne
	@$(BIN)/fiches produire --tous

# outils/lab donne le français par défaut ; les réglages personnels de l’analyste passent devant et restent intacts.
lab: $(VENV)/pret-execution ## Ouvre le carnet dans JupyterLab, en français
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --LabApp.app_settings_dir=outils/lab --ServerApp.root_dir=. notebooks/commerce-exterieur.ipynb

apercu: $(VENV)/pret-execution ## Montre une fiche pendant qu’on l’écrit : make apercu DEP=46
	@$(BIN)/fiches apercu $(DEP)

test: $(VENV)/pret-tests navigateur ## Passe tous les tests
	@$(BIN)/python -m pytest -n 2

test-rapide: $(VENV)/pret-tests ## Passe les tests qui n’ouvrent ni carnet, ni commande, ni navigateur
	@$(BIN)/python -m pytest -n 2 -m "not carnet and not commande and not navigateur"

# Un environnement à part, avec la plus ancienne version admise de chaque bibliothèque.
test-bornes: $(VENV)/pret-tests ## Passe les tests rapides avec les plus anciennes versions admises
	@$(BIN)/uv venv -q --clear --python $(BIN)/python .venv-bornes
	@$(BIN)/uv pip install -q --python .venv-bornes/bin/python --resolution lowest-direct -e '.[tests]'
	@.venv-bornes/bin/python -m pytest -n 2 -m "not carnet and not commande and not navigateur"

# Une pièce : make mutation PIECE=redaction
mutation: $(VENV)/pret-tests ## Plante des fautes dans le programme et compte celles que les tests voient
	@$(BIN)/python outils/mutation.py $(PIECE)

qualite: $(VENV)/pret-tests ## Vérifie le style, les types et les carnets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh outils/depouiller.sh --verify notebooks/*.ipynb

verrou: $(VENV)/pret-tests ## Recalcule les verrous et environment.yml d’après pyproject.toml
	@$(BIN)/python outils/verrouiller.py

propre: ## Retire l’environnement et les pages produites (pas les données reçues)
	rm -rf $(VENV) .venv-bornes build reports/2*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 ou plus récent est nécessaire ; « $(PYTHON) » ne convient pas."; \
	  echo "Installez-le, ou nommez-le : make fiche PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "Le module venv de Python manque. Sous Debian ou Ubuntu : sudo apt-get install python3-venv"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# Le filtre de git garde les sorties des carnets hors de l’historique.
define poser-le-projet
$(PIP) --no-deps --no-build-isolation -e .
if [ -e .git ]; then git config include.path ../outils/carnets.gitconfig 'carnets[.]gitconfig'; fi
endef

$(VENV)/pret-execution: verrou/execution.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installation des bibliothèques (une minute environ, la première fois)…"
	@$(PIP) --require-hashes -r verrou/execution.txt
	@$(poser-le-projet)
	@touch $@

$(VENV)/pret-tests: verrou/tests.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installation des bibliothèques et des outils de test…"
	@$(PIP) --require-hashes -r verrou/tests.txt
	@$(poser-le-projet)
	@touch $@ $(VENV)/pret-execution

navigateur:
	@sh outils/navigateur.sh

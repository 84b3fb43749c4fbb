"""Fiches départementales sur le commerce extérieur."""

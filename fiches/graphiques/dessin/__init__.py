"""Les outils de dessin : mesure des textes, agencement, Sankey, compartiments, SVG."""

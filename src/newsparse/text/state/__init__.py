"""Pure data: what JSON-LD and scripts say of the article."""

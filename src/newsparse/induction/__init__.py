"""Site profiles made from cases (wrapper induction): where on a site's pages the values stand that a person says are
right, as far as the general rules do not find them."""

from __future__ import annotations

from newsparse.induction.induce import SiteProfile, induce

__all__ = ["SiteProfile", "induce"]

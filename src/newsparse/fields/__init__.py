"""The ordered list of fields: for each, its rules, the most trusted first. The first that finds a value gives it."""

from __future__ import annotations

from newsparse.fields import about, access, credits, dateline, images, media, published, source, title
from newsparse.fields.rule import Field

FIELDS: tuple[Field, ...] = (
    Field("canonical_url", about.CANONICAL_URL),
    Field("site_name", about.SITE_NAME),
    Field("access", access.ACCESS),
    Field("title", title.TITLE, title.settle_title),
    Field("kicker", title.KICKER),
    Field("subtitle", title.SUBTITLE),
    Field("published", published.PUBLISHED, published.settle_published),
    Field("modified", published.MODIFIED, published.settle_modified),
    Field("source", source.SOURCE),
    Field("source_url", source.SOURCE_URL),
    Field("credits", credits.CREDITS),
    Field("dateline", dateline.DATELINE),
    Field("summary", about.SUMMARY),
    Field("keywords", about.KEYWORDS),
    Field("images", images.IMAGES),
    Field("main_image", images.MAIN_IMAGE),
    Field("media", media.MEDIA),
    Field("attachments", media.ATTACHMENTS),
    Field("links", media.LINKS),
    Field("breadcrumbs", about.BREADCRUMBS),
    Field("pages", about.PAGES),
)

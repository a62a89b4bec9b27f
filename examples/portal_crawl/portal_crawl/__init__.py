"""A Scrapy project that keeps up with a news portal: newsparse finds the articles and reads them."""

"""What the server that workers are forked from loads besides, for a run with `--jieba`: the dictionary, once for all.

Nothing else imports this module: it loads the dictionary when it is imported.
"""

from __future__ import annotations

from newsparse import jieba_words

jieba_words.cut("林小满")

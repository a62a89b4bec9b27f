"""What the server that workers are forked from loads besides, for a run with `--keywords`: the dictionary and weights.

Nothing else imports this module: it loads the dictionary when it is imported.
"""

from __future__ import annotations

from newsparse import jieba_words

jieba_words.keywords("石桥")

"""What the server that workers are forked from loads besides, where jieba is to decide: its dictionary (0.6 s)."""

from __future__ import annotations

from newsparse.jieba_words import cut

cut("石桥")

"""Letters of scripts, as ranges of a pattern's set."""

from __future__ import annotations

KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
HALF_WIDTH_KANA = "\uff66-\uff9f"
HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
BOPOMOFO = "\u3105-\u312f"
HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7af"
CYRILLIC = "\u0400-\u052f"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
HEBREW = "\u0590-\u05ff"
ARABIC = "\u0600-\u06ff"
ARABIC_BEYOND = "\u0750-\u077f"
THAI = "\u0e00-\u0e7f"
DEVANAGARI = "\u0900-\u097f"
GEORGIAN = "\u10a0-\u10ff"
ARMENIAN = "\u0530-\u058f"

"""The languages that Whisper knows, by their primary subtags, and versions of how each is heard; apart, for planning
must not load the listener."""

WHISPER_LANGUAGES = frozenset(
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml "
    "cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am "
    "yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su".split()
)

# Raised where a front end of sounds, or the recogniser, changes what is heard of one language: what was heard of the
# others stays. English is at none since whisper.py's VERSION 5.
HEARD = {"en": 0, "zh": 3, "ja": 3, "es": 2}
HEARD_OTHERS = 1


def heard_version(language: str) -> int:
    """By the primary subtag of a language."""
    return HEARD.get(language, HEARD_OTHERS)

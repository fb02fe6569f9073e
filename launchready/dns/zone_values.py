"""The data of a zone file's records, made into the texts that answers are compared with."""

from launchready.dns import service_value
from launchready.dns.forms import FORMS, SERVICES, Field, put_together
from launchready.dns.text_value import refuse_dashes, unescaped
from launchready.dns.written import mistake, name_of
from launchready.values.node import Text

# Sizes that a LOC record may leave out (RFC 1876, 3).
_LOC_USUAL = ("1", "10000", "10")


def value(type_: str, words: list[Text], origin: str, at: Text) -> str:
    """One record's data. Raises ConfigError; `at` is where the type stands."""
    form = FORMS[type_]
    if type_ == "TXT":
        return _strings(words, at)
    if callable(form):
        form = (Field(names=(type_,), read=form),)
    if type_ == "LOC":
        words = _whole_place(words)
    count = len(form)
    if type_ in ("DS", "SSHFP", "TLSA"):  # long digests are cut into words
        words = [*words[: count - 1], *_joined(words[count - 1 :])]
    if len(words) < count or (len(words) > count and type_ not in SERVICES):
        names = " ".join(one.names[0] for one in form)
        raise mistake(at.at, f"{type_} has {len(words)} parts", f"it has {count}: {names}")
    parts = [_part(one, word, origin) for one, word in zip(form, words, strict=False)]
    made = put_together(type_, parts)
    return made + service_value.from_words(words[count:]) if type_ in SERVICES else made


def _part(field: Field, word: Text, origin: str) -> str:
    return field.read(absolute(word, origin)) if field.is_name else field.read(_quoted(word))


def _quoted(word: Text) -> Text:
    return Text(word.replace("\\;", ";"), at=word.at, quoted=True)


def absolute(word: Text, origin: str) -> Text:
    """A name without its final dot is one within the origin."""
    if word == "@":
        return Text(f"{origin}.", at=word.at)
    return word if word.endswith(".") else Text(f"{name_of(word, word.at)}.{origin}.", at=word.at)


def _strings(words: list[Text], at: Text) -> str:
    if not words:
        raise mistake(at.at, "TXT has no text", 'write it in quotes: "v=spf1 -all"')
    return refuse_dashes(words[0], unescaped("".join(words)))


def _joined(words: list[Text]) -> list[Text]:
    return [Text("".join(words), at=words[0].at)] if words else []


def _whole_place(words: list[Text]) -> list[Text]:
    """Degrees may stand without minutes and seconds, and the sizes may be missing."""
    whole: list[Text] = []
    for word in words:
        if word.upper() in ("N", "S", "E", "W"):
            least = 3 if word.upper() in ("N", "S") else 7
            whole += [Text("0", at=word.at)] * (least - len(whole))
        whole.append(word)
    if whole and 9 <= len(whole) < 12:
        usual = [Text(one, at=whole[-1].at) for one in _LOC_USUAL]
        whole += usual[len(whole) - 9 :]
    return [Text(one.removesuffix("m"), at=one.at) for one in whole]

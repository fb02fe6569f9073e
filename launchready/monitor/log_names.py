"""What a name in code stands for: something personal, something that opens doors, or neither."""

import re
from typing import Literal

Kind = Literal["personal", "credential"]

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PERSONAL = {
    "email": "an e-mail address",
    "e mail": "an e-mail address",
    "email address": "an e-mail address",
    "mail address": "an e-mail address",
    "phone": "a telephone number",
    "phone number": "a telephone number",
    "mobile number": "a telephone number",
    "telephone": "a telephone number",
    "ssn": "a social security number",
    "social security number": "a social security number",
    "national insurance number": "a national insurance number",
    "dob": "a date of birth",
    "date of birth": "a date of birth",
    "birth date": "a date of birth",
    "birthdate": "a date of birth",
    "birthday": "a date of birth",
    "first name": "a person's name",
    "last name": "a person's name",
    "full name": "a person's name",
    "firstname": "a person's name",
    "lastname": "a person's name",
    "surname": "a person's name",
    "street address": "a postal address",
    "home address": "a postal address",
    "shipping address": "a postal address",
    "billing address": "a postal address",
    "postal address": "a postal address",
    "card number": "a card number",
    "credit card": "a card number",
    "cvv": "a card's check number",
    "cvc": "a card's check number",
    "iban": "a bank account",
    "passport number": "a passport number",
}
_CREDENTIAL = {
    "password": "a password",
    "passwd": "a password",
    "passphrase": "a password",
    "client secret": "a secret",
    "api secret": "a secret",
    "app secret": "a secret",
    "webhook secret": "a secret",
    "jwt secret": "a secret",
    "session secret": "a secret",
    "secret key": "a secret key",
    "secret": "a secret",
    "api key": "an API key",
    "apikey": "an API key",
    "private key": "a private key",
    "access token": "a token that opens an account",
    "refresh token": "a token that opens an account",
    "id token": "a token that opens an account",
    "auth token": "a token that opens an account",
    "bearer token": "a token that opens an account",
    "session token": "a token that opens an account",
    "login token": "a token that opens an account",
    "reset token": "a link that changes a password",
    "verification token": "a token that opens an account",
    "jwt": "a token that opens an account",
    "token": "a token that opens an account",
    "cookie": "cookies, which open a session",
    "cookies": "cookies, which open a session",
    "authorization": "the header that opens an account",
    "otp": "a one-time password",
    "magic link": "a link that signs in",
    "reset link": "a link that changes a password",
    "reset url": "a link that changes a password",
}
# A word before the noun after which it is no longer the thing itself: a question about it, its
# form after masking, one of our own, or another thing of that name.
_SAID_NOT_THE_THING = """
is has have should can could may must will did does was were no not missing invalid valid send
sent resend validate verify check skip use using enable enabled disable allow require required
needs on handle update change set show masked mask hashed hash redacted hidden encrypted
sanitized safe obfuscated truncated partial short anonymized from sender support admin noreply
reply system default smtp our site company public publishable csrf xsrf page next previous
continuation cancel cancellation cancelation abort max min num count total device push design
sync cursor syntax lexer symbol erc crypto governance nft coin swap stop start end eos bos pad
current last first special prompt completion input output unsubscribe test fake dummy sample
example expired wrong bad unknown failed
"""
_NOT_THE_THING = frozenset(_SAID_NOT_THE_THING.split())
# Where a chain starts with one of these, an address in it is the product's own.
_OURS = frozenset(("config", "settings", "env", "process", "options", "opts", "conf", "app"))
# Whose token or secret opens nothing.
_NO_KEY = frozenset(
    ["coupon", "voucher", "promo", "lexer", "parser", "tokenizer", "scanner", "ast", "usage"]
)
# Whose name is a person's; an owner's or an account's is mostly a login or a company.
_SAID_OWNERS = """
user customer member patient contact person employee subscriber recipient guest student
attendee invitee
"""
_OWNERS = frozenset(_SAID_OWNERS.split())


def words_of(name: str) -> list[str]:
    """`userEmail`, `user_email` and `USER_EMAIL` are the same two words."""
    return [one.lower() for one in _WORDS.findall(name)]


def meaning(chain: tuple[str, ...]) -> tuple[Kind, str] | None:
    """What `user.email` is, by its last part; None for what is neither personal nor a key."""
    last = words_of(chain[-1])
    for size in range(min(4, len(last)), 0, -1):
        noun, before = " ".join(last[-size:]), last[:-size]
        if noun in _PERSONAL or noun in _CREDENTIAL:
            if _NOT_THE_THING & set(before):
                return None
            if noun in _CREDENTIAL:
                if len(chain) > 1 and _NO_KEY & set(words_of(chain[-2])):
                    return None
                return "credential", _CREDENTIAL[noun]
            if _is_ours(chain) or (noun == "full name" and len(chain) == 1 and not before):
                return None
            return "personal", _PERSONAL[noun]
    if last == ["name"] and len(chain) > 1 and words_of(chain[-2])[-1:] and _owner(chain[-2]):
        return "personal", "a person's name"
    return None


def _is_ours(chain: tuple[str, ...]) -> bool:
    return len(chain) > 1 and bool(_OURS & set(words_of(chain[0])))


def _owner(name: str) -> bool:
    return words_of(name)[-1] in _OWNERS

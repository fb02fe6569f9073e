"""Keys of more payment providers, exchanges and wallets."""

import hashlib

from launchready.core.finding import Impact
from launchready.secrets.detectors.checksum import bech32
from launchready.secrets.detectors.detector import Detector, Seen, Weight, usually
from launchready.secrets.detectors.family import HEX32, HEX40, HEX64, UUID, form, named

_CHARGE = "charge, refund and read your customers' payments"
_TEST = "read and change your test data; no money moves"
_COINS = "take every coin of the wallet"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _key(name: str, who: str, pattern: str, *anchors: str, opens: str = _CHARGE) -> Detector:
    return form(name, _thing(who), opens, f"in {who}'s dashboard under API keys", pattern, *anchors)


def _test(name: str, who: str, pattern: str, *anchors: str, rank: int = 3) -> Detector:
    where = f"in {who}'s dashboard under API keys"
    thing = f"{_thing(who).removesuffix(' key')} test key"
    return form(name, thing, _TEST, where, pattern, *anchors, impact=Impact.RISK, rank=rank)


def _named(
    name: str,
    who: str,
    words: str,
    pattern: str,
    *anchors: str,
    opens: str = _CHARGE,
    rank: int = 2,
) -> Detector:
    where = f"in {who}'s dashboard under API keys"
    return named(name, _thing(who), opens, where, words, pattern, *anchors, rank=rank)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


def _base58check(value: str, seen: Seen, impact: Impact) -> Weight:
    """Bitcoin's: the last four bytes are the start of the rest's double SHA-256."""
    number = 0
    for letter in value:
        number = number * 58 + _BASE58.index(letter)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    again = hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()
    return usually(value, seen, impact) if again[:4] == raw[-4:] else None


DETECTORS = (
    _key(
        "braintree-token",
        "Braintree",
        r"access_token\$production\$[a-z0-9]{16}\$[a-f0-9]{32}",
        "access_token$production$",
    ),
    _test(
        "braintree-test-token",
        "Braintree",
        r"access_token\$sandbox\$[a-z0-9]{16}\$[a-f0-9]{32}",
        "access_token$sandbox$",
    ),
    _test(
        "paddle-test-key",
        "Paddle",
        r"pdl_sdbx_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}",
        "pdl_sdbx_apikey_",
    ),
    _key(
        "paddle-webhook-secret",
        "Paddle",
        r"pdl_ntfset_[a-z0-9]{26}_[A-Za-z0-9+/]{32}",
        "pdl_ntfset_",
        opens="send your product payment events that never happened",
    ),
    _key(
        "flutterwave-key",
        "Flutterwave",
        r"FLWSECK-[a-fA-F0-9]{32}-(?:[a-z0-9]{10}vt-)?X",
        "FLWSECK-",
    ),
    _test(
        "flutterwave-test-key", "Flutterwave", r"FLWSECK_TEST-[a-fA-F0-9]{32}-X", "FLWSECK_TEST-"
    ),
    _key(
        "mercadopago-token",
        "Mercado Pago",
        r"APP_USR-[0-9]{12,19}-[0-9]{6}-[a-f0-9]{32}-[0-9]{6,12}",
        "APP_USR-",
    ),
    _test(
        "mercadopago-test-token",
        "Mercado Pago",
        r"TEST-[0-9]{12,19}-[0-9]{6}-[a-f0-9]{32}-[0-9]{6,12}",
        "TEST-",
    ),
    _key("midtrans-key", "Midtrans", r"Mid-server-[A-Za-z0-9_-]{24}", "Mid-server-"),
    _key("xendit-key", "Xendit", r"xnd_production_[A-Za-z0-9]{40,64}", "xnd_production_"),
    _test("xendit-test-key", "Xendit", r"xnd_development_[A-Za-z0-9]{40,64}", "xnd_development_"),
    _key("polar-token", "Polar", r"polar_(?:oat|pat)_[A-Za-z0-9]{43}", "polar_oat_", "polar_pat_"),
    _key("cashfree-secret", "Cashfree", r"cfsk_ma_prod_[a-f0-9]{32}_[a-f0-9]{8}", "cfsk_ma_prod_"),
    _test(
        "cashfree-test-secret",
        "Cashfree",
        r"cfsk_ma_test_[a-f0-9]{32}_[a-f0-9]{8}",
        "cfsk_ma_test_",
    ),
    _key("omise-key", "Omise", r"skey_[a-z0-9]{19}", "skey_"),
    _test("omise-test-key", "Omise", r"skey_test_[a-z0-9]{19}", "skey_test_"),
    _key(
        "ebay-secret",
        "eBay",
        r"PRD-[a-f0-9]{12}-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}",
        "PRD-",
    ),
    _test("square-test-token", "Square", r"EAAAl[A-Za-z0-9_-]{59}", "EAAAl", rank=4),
    _named(
        "razorpay-secret",
        "Razorpay",
        r"(?:razorpay|rzp)[a-z_]{0,16}secret",
        r"[A-Za-z0-9]{24}",
        "razorpay",
        "rzp_",
    ),
    _named(
        "paystack-key",
        "Paystack",
        r"paystack[a-z_]{0,16}(?:key|secret)",
        rf"sk_live_{HEX40}",
        "paystack",
        rank=4,
    ),
    _named("paypal-secret", "PayPal", r"paypal[a-z_]{0,16}secret", r"E[A-Za-z0-9_-]{79}", "paypal"),
    _named(
        "adyen-key", "Adyen", r"adyen[a-z_]{0,16}key", r"AQE[A-Za-z0-9+/=*._-]{60,200}", "adyen"
    ),
    _named("mollie-key", "Mollie", r"mollie", r"live_[A-Za-z0-9]{30,40}", "mollie"),
    _named(
        "gocardless-token",
        "GoCardless",
        r"go_?cardless",
        r"live_[A-Za-z0-9_-]{40,42}",
        "gocardless",
        "go_cardless",
    ),
    _named(
        "wise-token",
        "Wise",
        r"(?:transfer)?wise[a-z_]{0,12}(?:token|key)",
        UUID,
        *("wise_api", "wise_token", "wise_key"),
        "transferwise",
    ),
    _named(
        "chargebee-key",
        "Chargebee",
        r"chargebee[a-z_]{0,16}key",
        r"live_[A-Za-z0-9]{30,60}",
        "chargebee",
    ),
    _named("recurly-key", "Recurly", r"recurly[a-z_]{0,16}key", HEX32, "recurly"),
    _named(
        "lob-key",
        "Lob",
        r"lob_(?:api_)?(?:secret_)?key",
        r"live_[a-f0-9]{35}",
        *("lob_api", "lob_key", "lob_secret"),
    ),
    _named(
        "coinbase-secret",
        "Coinbase",
        r"coinbase[a-z_]{0,16}secret",
        r"[A-Za-z0-9+/]{64,88}={0,2}|[A-Za-z0-9]{32}",
        "coinbase",
        opens=_COINS,
    ),
    _named(
        "binance-secret",
        "Binance",
        r"binance[a-z_]{0,16}(?:secret|key)",
        r"[A-Za-z0-9]{64}",
        "binance",
        opens=_COINS,
    ),
    _named(
        "kraken-secret",
        "Kraken",
        r"kraken[a-z_]{0,16}(?:secret|private)",
        r"[A-Za-z0-9+/]{86}==",
        "kraken",
        opens=_COINS,
    ),
    _named(
        "infura-secret",
        "Infura",
        r"infura[a-z_]{0,20}(?:key|secret|id)",
        HEX32,
        "infura",
        opens="spend your quota",
    ),
    _named(
        "alchemy-key",
        "Alchemy",
        r"alchemy[a-z_]{0,16}key",
        r"[A-Za-z0-9_-]{32}",
        "alchemy",
        opens="spend your quota",
    ),
    _named(
        "etherscan-key",
        "Etherscan",
        r"(?:ether|bsc|polygon|ftm|arbi)scan[a-z_]{0,16}key",
        r"[A-Z0-9]{34}",
        *("etherscan", "bscscan", "polygonscan", "arbiscan"),
        opens="spend your quota",
    ),
    _named(
        "wallet-key",
        "wallet private",
        r"(?:private|wallet|deployer|owner|signer|eth|account)_?(?:private_?)?key",
        rf"0x{HEX64}",
        *("private", "wallet", "deployer", "signer"),
        opens=_COINS,
        rank=3,
    ),
    named(
        "wallet-phrase",
        "a wallet's recovery phrase",
        _COINS,
        "Move what the wallet holds to a new one",
        r"(?:mnemonic|seed_?phrase|recovery_?phrase|secret_?phrase)",
        r"[a-z]{3,8}(?: [a-z]{3,8}){11}(?:(?: [a-z]{3,8}){12})?",
        *("mnemonic", "seed_phrase", "seedphrase", "recovery", "secret_phrase"),
        weigh=usually,
    ),
    named(
        "bitcoin-key",
        "a Bitcoin private key",
        _COINS,
        "Move what the wallet holds to a new one",
        r"(?:wif|bitcoin|btc|private|wallet)",
        r"[5KL][1-9A-HJ-NP-Za-km-z]{50,51}",
        *("wif", "bitcoin", "btc", "private", "wallet"),
        weigh=_base58check,
    ),
    form(
        "bitcoin-key",
        "a Bitcoin private key",
        _COINS,
        "Move what the wallet holds to a new one",
        r"[xyz]prv[1-9A-HJ-NP-Za-km-z]{107,108}",
        *("xprv", "yprv", "zprv"),
        weigh=_base58check,
    ),
    form(
        "nostr-key",
        "a Nostr private key",
        "speak in your name",
        "Make a new key",
        r"nsec1[ac-hj-np-z02-9]{58}",
        "nsec1",
        weigh=bech32,
    ),
)

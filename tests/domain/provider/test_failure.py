"""Every code has a sentence of its own."""

from campaigns.domain.provider.failure import SENTENCES, Failure


def test_every_code_has_its_own_sentence() -> None:
    assert SENTENCES.keys() == set(Failure)
    assert len({text.msgid for text in SENTENCES.values()}) == len(Failure)

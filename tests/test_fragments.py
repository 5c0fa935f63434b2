"""What is no sentence and cannot answer is left out; what may answer stays."""

from collections.abc import Callable

import pytest

from corpus import Document
from index import LocalIndex
from qa.answering.features import analyse
from qa.answering.fragments import is_fragment
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer

WHO, MANY = "Who signs the lease of the mill?", "How many rooms does the mill have?"
WHEN, WHAT = "When does the lease of the mill end?", "What does the lease of the mill say?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (WHO, "Signed for the mill by: ________"),
        (WHO, "Name: ____  Lease: ____ | Date: ……"),
        (WHO, "Tenant of the mill ........"),
        (WHAT, "Rent of the mill: $____"),
        (WHAT, "4. Lease of the mill . . . . . . . . . 17"),
        (WHEN, "Terms and end of the lease ........ iv"),
        (WHO, "1,250.00"),
        (MANY, "Rooms and stairs of the mill"),
        (WHEN, "Lease of the mill, terms and conditions"),
        (WHO, "Tenants and signatures"),
        (WHAT, "More at https://mill.example/lease"),
        (WHO, "lease@mill.example"),
        (WHAT, "Home | Lease of the mill | About us | Contact"),
        (WHEN, "[7] Lund, A. The lease of the mill. J. Mills 4(2): 11–19. doi:10.1/x"),
        (WHO, "Dear Ms Marsh,"),
        (WHO, "By Ada Lund, staff reporter"),
        (WHO, "Words by Ada Lund"),
        (WHAT, "Article 2. Lease of the mill and rent"),
        (WHO, "Sehr geehrte Frau Lund,"),
        (WHAT, "Hi all,"),
        (WHEN, "^ Lund, A. (2001). Leases of mills. ISBN 978-0-00-000000-0."),
        (WHEN, "On Mon, 15 May 2023 at 09:03, Ada Lund <ada@mill.example> wrote:"),
        (WHEN, "Am 15. Mai 2023 schrieb Ada Lund:"),
        (WHEN, "From: Ada Lund\nTo: Omar Nasri\nDate: 15 May 2023"),
        ("What did Omar say?", "From: Ada Lund\nTo: Omar Nasri\nDate: 15 May 2023"),
        (WHO, "From: Ada Lund\nTo: Omar Nasri\nDate: 15 May 2023\nSubject: The lease"),
        (WHO, "From: Ada Lund <ada@mill.example>\nTo: Omar Nasri\nDate: 15 May 2023"),
        ("Where is the mill?", "Von: Ada Lund\nAn: alle\nDatum: 15. Mai 2023\nBetreff: Die Mühle"),
        (WHO, "Kind regards, Ada Lund"),
        (WHO, "Kind regards\nAda Lund\nThe Mill, Tanner's Yard 3"),
        ("Who shows the mill of Ada Lund?", "Best wishes,\nAda Lund\nWarden"),
        ("Wo probt der Chor?", "Mit freundlichen Grüßen\nAda Lund, Chor Birkenried"),
        (WHAT, "The terms are those listed in Schedule 1."),
        (WHO, "The tenants are set out below."),
    ],
)
def test_a_scrap_is_no_answer(question: str, words: str) -> None:
    assert is_fragment(analyse(question, {}, 1), words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (MANY, "12"),
        ("Who wrote about the mill?", "By Ada Lund, staff reporter"),
        (WHO, "By Monday Ada Lund signs it."),
        (WHAT, "Article 2: 900 crowns"),
        ("What is the website of the mill?", "More at https://mill.example/lease"),
        (WHAT, "The lease says so at https://mill.example/lease on its page."),
        (
            "Which book is about leases?",
            "^ Lund, A. (2001). Leases of mills. ISBN 978-0-00-000000-0.",
        ),
        (WHAT, "4. The tenant pays for the roof of the mill."),
        (WHAT, "Home | Mill | Lease"),
        (WHEN, "31.12.2024"),
        (WHAT, "1,250.00"),
        (WHO, "Signed by: Ada Lund ________"),
        ("Whom is the letter addressed to?", "Dear Ms Marsh,"),
        (WHO, "Dear Ms Marsh, Ada Lund signs the lease of the mill."),
        (WHO, "For the mill Ada Lund"),
        (WHO, "Signed by: the owner"),
        (WHO, "- the owner or the tenant"),
        (MANY, "Rooms: several"),
        (MANY, "Rooms of the mill | several"),
        (MANY, "Twelve rooms and stairs"),
        (WHEN, "End of the lease, May"),
        (WHAT, "Terms and conditions of the lease"),
        (WHAT, "I, ________, rent the mill for five years"),
        (WHO, "磨坊由约翰租用。"),
        (WHO, "Nobody signs . . . the lease."),
        ("When was the mail about the mill sent?", "On 15 May 2023, Ada Lund wrote:"),
        ("To whom did Ada write?", "From: Ada Lund\nTo: Omar Nasri\nDate: 15 May 2023"),
        (WHEN, "On 15 May 2023 she wrote: the lease of the mill ends in June."),
        (WHEN, "From: 3 May\nTo: 9 June"),
        ("Who is the warden?", "From: Ada\nTo: Omar\nCc: Eva\nSubject: Omar Nasri is the warden"),
        ("Where is the meeting?", "From: Ada\nTo: Omar\nCc: Eva\nSubject: Meeting in Room 3"),
        ("Where does the train go?", "From: Oslo S\nTo: Bergen\nDate: 15 May 2023"),
        ("What does the subject line say?", "From: Ada\nTo: Omar\nSubject: The mill"),
        ("Who wrote to Omar?", "From: Ada Lund\nTo: Omar Nasri\nDate: 15 May 2023"),
        ("Who is the warden of the mill?", "Best wishes,\nAda Lund\nWarden"),
        ("Which yard is the mill in?", "Kind regards\nAda Lund\nThe Mill, Tanner's Yard 3"),
        ("What is the job of Ada Lund?", "Best wishes,\nAda Lund\nWarden"),
        ("Where does Ada Lund live?", "Best wishes,\nAda Lund\n3 Tanner's Yard"),
        ("How do I get in touch with Ada Lund?", "Best wishes,\nAda Lund\n0555 201 88"),
        ("Wie ist die Telefonnummer von Ada Lund?", "Viele Grüße\nAda Lund\n0555 201 88"),
        ("Who signed the notice?", "Yours faithfully\nAda Lund, landlord"),
        ("Who signed the letter?", "Yours faithfully\nAda Lund"),
        (WHO, "Best, of all tenants Ada Lund signs the lease of the mill."),
        (WHO, "Best\nof all is that Ada Lund signs the lease of the mill."),
        (WHO, "Ada Lund signs the lease and sends\nkind regards."),
        ("What lease is it?", "From: Ada Lund\nTo: Omar Nasri\nSubject: Lease no. 7"),
        ("Where are the terms of the lease?", "The terms are set out in Schedule 1."),
        (WHAT, "The terms are set out in Schedule 1, and the rent is due in May."),
        (WHO, "whoever it is that rents the mill signs the lease for it"),
    ],
)
def test_what_may_answer_is_no_scrap(question: str, words: str) -> None:
    assert not is_fragment(analyse(question, {}, 1), words)


def test_an_answer_quotes_the_filled_form_and_not_the_empty_one(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    texts = (
        "Who signs the lease of the mill: ________",
        "Lease of the mill ........ 4",
        "Signs the lease: Ada Lund",
    )
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))
    answer = make_answerer(Config(confidence=0.0), index).answer(Request(WHO))

    assert [sentence.text for sentence in answer.sentences] == [texts[2]]

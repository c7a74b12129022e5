"""Questionnaires for tests, and the shortest way to one that was sent."""

import json

from django.urls import reverse

from portal_cms.questionnaires.models import Questionnaire
from portal_cms.requests import services
from portal_cms.requests.models import Request, RequestItem

ALWAYS = {"question": "", "operator": "is", "value": ""}


def only_if(question, operator, value=""):
    return {"question": question, "operator": operator, "value": value}


def ask(kind, key, label, *, condition=ALWAYS, required=True, **more):
    """A question as the stream of a questionnaire holds it."""
    value = {"label": label, "help": "", "required": required, "condition": condition, **more}
    return {"type": kind, "id": key, "value": value}


def page(title, *questions, condition=ALWAYS):
    value = {"title": title, "text": "", "condition": condition, "questions": list(questions)}
    return {"type": "page", "value": value}


ACCIDENT = [
    page(
        "The accident",
        ask("date", "day", "When was it?"),
        ask("yes_no", "police", "Did the police come?"),
        ask("text", "report", "Number of the report", condition=only_if("police", "yes")),
    ),
    page(
        "The damage",
        ask("several", "what", "What was damaged?", options="Car\nHealth"),
        ask("money", "cost", "Damage to the car", condition=only_if("what", "contains", "Car"), minimum="0"),
        ask(
            "table",
            "doctors",
            "Who treated you?",
            condition=only_if("what", "contains", "Health"),
            columns="Doctor\nCity",
            rows=5,
        ),
        ask("file", "photos", "Photographs", required=False),
    ),
    page(
        "Your injury",
        ask("long_text", "injury", "How were you hurt?"),
        condition=only_if("what", "contains", "Health"),
    ),
    page(
        "About you",
        ask("address", "home", "Your address", prefill=True),
        ask("phone", "phone", "Your phone", prefill=True, required=False),
        ask("iban", "account", "Your account", required=False),
    ),
]
FIRST = {"q-day": "2026-04-17", "q-police": "no"}
HOME = {"q-home-street": "Elbweg 1", "q-home-postal_code": "20095", "q-home-city": "Hamburg"}


def build(site, pages=ACCIDENT, *, title="Accident", live=True, **fields):
    row = Questionnaire(site=site, title=title, language="en", pages=json.dumps(pages), live=live, **fields)
    row.save()
    return row


def send(cast, questionnaire, *, client=None):
    """A request for it, sent; returns its item."""
    request = Request(site=cast.site, matter=cast.matter, client=client or cast.anna, title="Questions")
    item = RequestItem(kind="questionnaire", material=str(questionnaire.uuid), title="Accident form")
    services.save_draft(request, [item], by=cast.carla)
    services.send(request, by=cast.carla)
    return item


def at(item, name="page", *args):
    return reverse(f"portal_questionnaires:{name}", args=[item.request.uuid, item.uuid, *args])


def staff_at(item, name="answers", *args):
    ids = [item.request.matter_id, item.request.uuid, item.uuid, *args]
    return reverse(f"portal_questionnaires_admin:{name}", args=ids)

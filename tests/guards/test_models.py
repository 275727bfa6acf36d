"""Every table says how it is scoped and which of its fields are personal."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tungnha.units.scope import Scope, ScopedQuerySet

pytestmark = pytest.mark.one_database

OURS = [
    model for model in apps.get_models() if model.__module__.startswith("tungnha.") and not model._meta.auto_created
]
# Data of the whole country and log-ins: loaded by everyone or by nobody.
UNSCOPED = {"units.User", "ledger.Service", "ledger.ServiceLevel", "ledger.Measure", "outreach.Competence"}
BLANKS = {"name", "year", "empty", "null"}


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_field_is_either_personal_or_plain(model):
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    assert set(model.privacy.personal) | set(model.privacy.plain) == fields
    assert not set(model.privacy.personal) & set(model.privacy.plain)
    assert set(model.privacy.personal.values()) <= BLANKS


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_model_is_loaded_through_the_scope_filter(model):
    if model._meta.label in UNSCOPED:
        return
    assert isinstance(model.scope, Scope)
    assert isinstance(model._default_manager.all(), ScopedQuerySet)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in OURS if m._meta.label not in UNSCOPED], ids=lambda m: m._meta.label)
def test_every_scope_is_a_query_that_runs(model, members):
    for member in vars(members).values():
        list(model._default_manager.visible_to(member)[:1])


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Words that sound like somebody's data. A text field so called that is declared plain was looked at by a person, who
# says here why it names nobody; a new one fails until somebody did.
SOUNDS_PERSONAL = re.compile(
    r"number|phone|name|birth|born|address|mail|note|text|words|reason|why|comment|remark|title|house|lane|purpose|said"
    r"|answer|content|raw|refused|preview|rows|data|counts|columns|agreement|actor|owner|facts|state_text"
)
PLACE, BODY, FILE = "a place", "a body, not a human", "a file, as its sender called it"
PAPER, HOUSE = "the words of an official paper", "words of our own, from the code or the catalogue"
OFFICE = "an officer's words about office work; the form asks for no names"
FIGURES, HEADS = "figures and codes", "the headings of columns, and which is which"
REVIEWED = {
    "units.Area.type_name": PLACE, "units.Area.name": PLACE, "units.Area.folded_name": PLACE,
    "units.Organisation.name": BODY, "units.Organisation.short_name": BODY, "units.Organisation.head_title": BODY,
    "units.Campaign.name": PAPER, "units.Phase.name": PAPER, "units.DayOff.name": PAPER,
    "units.Event.actor": "a role", "units.Event.data": "figures and codes: tests/guards/test_leaks.py reads them",
    "units.Group.name": BODY, "units.GroupDecision.number": "of a decision",
    "people.Export.name": "made by the code", "people.Export.agreement": PAPER,
    "people.ConsentNotice.purpose": HOUSE, "people.ConsentNotice.text": HOUSE,
    "people.ProcessingRecord.purpose": OFFICE, "people.Erasure.rows": FIGURES, "people.Retention.rows": FIGURES,
    "people.KeptCount.service_name": HOUSE, "people.Product.name": "a product",
    "people.Product.folded_name": "a product", "people.Place.name": PLACE,
    "people.PopulationFile.name": FILE, "people.PopulationFile.columns": HEADS, "people.PopulationFile.counts": FIGURES,
    "people.ImportPart.counts": FIGURES, "people.SenderLayout.columns": HEADS, "people.LikelyDouble.why": "codes",
    "people.RosterFile.name": FILE, "people.RosterFile.columns": HEADS, "people.RosterFile.counts": FIGURES,
    "people.SellerFile.name": FILE, "people.SellerFile.columns": HEADS, "people.SellerFile.counts": FIGURES,
    "people.Unmasking.purpose": "a code",
    "progress.TallySlot.counts": "a code", "ledger.Service.name": HOUSE, "ledger.Service.short_name": HOUSE,
    "ledger.ServiceLevel.name": HOUSE, "ledger.Measure.name": HOUSE,
    "lists.IncomingList.name": FILE, "lists.IncomingList.columns": HEADS, "lists.IncomingList.withdrawn_why": OFFICE,
    "lists.HandedList.choice_words": HOUSE, "lists.HandedList.columns": HEADS, "lists.HandedList.whole_why": OFFICE,
    "lists.HandedList.called_back_why": OFFICE, "lists.HandedReturn.name": FILE, "lists.HandedReturn.columns": HEADS,
    "lists.HandedReturn.counts": FIGURES, "lists.HandedReturn.withdrawn_why": OFFICE,
    "lists.IncomingList.purpose": OFFICE, "lists.Agreement.number": "of a paper", "lists.Agreement.purpose": OFFICE,
    "lists.IncomingList.titles": HEADS, "lists.CheckRun.counts": FIGURES,
    "lists.ColumnChoice.columns": HEADS, "lists.ColumnChoice.words": HEADS, "field.SupportSession.name": OFFICE,
    "field.SupportSession.cancelled_why": OFFICE, "field.SessionChange.why": OFFICE, "field.SessionWord.why": OFFICE,
    "units.MemberNotice.words": "made by the code; typed numbers are hidden",
    "units.PushPlace.named": "a kind of device",
    "field.WayThere.words": "landmarks, checked for names and numbers",
    "field.Equipment.name": "a thing", "field.TypedSeries.name": OFFICE, "outreach.Material.title": OFFICE,
    "outreach.Material.words": OFFICE, "outreach.MaterialFile.name": FILE, "outreach.PlanLink.words": PAPER,
    "outreach.PostedSite.name": PLACE, "outreach.Posting.title": OFFICE, "outreach.Offer.words": OFFICE,
    "outreach.Offer.title": OFFICE,
    "outreach.ZaloGroup.name": "a group's name", "outreach.ZaloNotice.words": OFFICE,
    "outreach.ChecklistItem.words": OFFICE, "outreach.Inspection.words": OFFICE,
    "outreach.InspectionAnswer.words": OFFICE, "outreach.Finding.words": OFFICE,
    "outreach.FindingStep.words": OFFICE, "progress.CallBackSample.said": "chance: figures or words read aloud",
    "outreach.Competence.name": HOUSE, "outreach.TrainingProgramme.name": OFFICE,
    "outreach.ProgrammeTask.words": OFFICE,
    "outreach.Course.name": OFFICE, "outreach.Course.trainer_words": BODY, "outreach.Course.cancelled_why": OFFICE,
    "outreach.Theme.name": PAPER, "outreach.OutreachForm.name": PAPER, "outreach.KeyMessage.words": PAPER,
    "outreach.Activity.name": OFFICE, "outreach.Activity.content": OFFICE,
    "outreach.ActivityPart.cancelled_why": OFFICE,
    "outreach.PartResult.file_name": FILE, "outreach.PartResult.words": OFFICE,
    "outreach.TextTemplate.words": OFFICE, "outreach.ReadyText.title": OFFICE, "outreach.ReadyText.words": OFFICE,
    "outreach.News.title": OFFICE, "outreach.News.words": OFFICE,
    "outreach.CommendationStep.paper_number": "of a paper", "outreach.GoodPractice.title": OFFICE,
    "outreach.GoodPractice.words": OFFICE, "outreach.GoodPractice.decided_why": OFFICE,
    "outreach.GoodPractice.figure_name": HOUSE, "outreach.PracticeCopy.words": OFFICE,
    "outreach.FundSource.name": OFFICE, "outreach.EstimateLine.words": OFFICE, "outreach.SupportNorm.name": OFFICE,
    "outreach.TeamPayment.over_why": OFFICE, "outreach.TeamPayment.receipt_number": "of a receipt",
    "outreach.TeamPayment.withdrawn_why": OFFICE, "outreach.Gift.receipt_number": "of a receipt",
    "plans.PlanDocument.name": FILE, "plans.PlanDocument.text": PAPER, "plans.Draft.content": PAPER,
    "plans.Plan.number": "of a paper", "plans.Plan.title": PAPER, "plans.AssignedDuty.text": PAPER,
    "plans.Recipient.text": PAPER, "plans.Question.text": PAPER, "plans.Question.answer": OFFICE,
    "plans.PlanVersion.words": OFFICE, "plans.Delivery.purpose": OFFICE, "plans.Proposal.why": OFFICE,
    "plans.Target.text": PAPER, "plans.ShareStep.counts": FIGURES, "plans.Task.name": PAPER,
    "plans.TaskEntry.words": OFFICE, "plans.TaskEntry.file_name": FILE, "plans.TaskExtension.why": OFFICE,
    "plans.AdoptionItem.name": OFFICE, "plans.AdoptionEntry.words": OFFICE,
    "plans.AdoptionEntry.paper_number": "of a paper",
    "plans.Task.due_text": PAPER, "progress.BaseChoice.reason": OFFICE,
    "voices.OfficialApp.name": "of an app", "voices.RumourAnswer.words": OFFICE, "voices.Rumour.title":
    "what is told, names hidden: tests/voices/test_rumours.py reads every table",
    "reports.Submission.returned_why": OFFICE, "reports.Report.words": PAPER, "reports.Report.number": "of a paper",
    "reports.Paper.words": PAPER, "reports.PaperWords.words": PAPER,
    "reports.OfficeForm.address": "of an office", "reports.Abbreviation.name": BODY,
    "reports.Excuse.reason": OFFICE, "reports.Excuse.withdrawn_why": OFFICE, "reports.Request.title": OFFICE,
    "reports.Request.words": OFFICE, "reports.Request.closed_why": OFFICE, "reports.RequestAsk.excused_why": OFFICE,
    "reports.RequestAnswer.returned_why": OFFICE,
    "reports.Wording.words": PAPER, "reports.LockedCopy.content": "the submission it keeps, lists by digest only",
    "reports.UnitDraft.content": "what a submission will say", "reports.Step.why": OFFICE,
    "reports.Report.reopened_why": OFFICE,
    "reports.Report.content": "the report it keeps: figures and words of a paper",
    "reports.PhaseClosing.content": FIGURES, "reports.OtherKey.ended_why": OFFICE,
    "reports.PhaseReopening.why": OFFICE, "reports.PaperChange.why": OFFICE,
    "reports.SentFile.content": "counts and the words of a paper: tests/reports/test_exchange.py reads it",
    "reports.SendTry.why": HOUSE, "reports.Answer.content": "codes, and why an office asks for a correction",
    "reports.ReceivedFile.why": HOUSE,
    "reports.ReceivedFile.answer": "codes, and why an office asks for a correction",
}  # fmt: skip


def sounding_personal():
    for model in OURS:
        for name in model.privacy.plain:
            field = model._meta.get_field(name)
            is_words = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_words and not field.choices and SOUNDS_PERSONAL.search(name):
                yield f"{model._meta.label}.{name}"


def test_a_field_that_sounds_personal_is_plain_only_after_somebody_looked():
    found = set(sounding_personal())
    assert found - set(REVIEWED) == set()
    assert len(found) > 40


def test_what_was_reviewed_is_still_there():
    assert set(REVIEWED) - set(sounding_personal()) == set()


@pytest.mark.parametrize("name", ["phone", "home_address", "birth_place", "full_name", "note_text", "cccd_number"])
def test_names_of_personal_fields_are_known(name):
    assert SOUNDS_PERSONAL.search(name)

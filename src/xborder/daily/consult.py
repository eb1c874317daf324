"""Asks for a second opinion on what will be reported, within what one run may spend on it.

Optional, and never in the way: whatever goes wrong, the revision stands as the rules judged it.
"""

import logging
import time
from dataclasses import dataclass, replace

from xborder.assess import second_opinion
from xborder.assess.recommend import recommend_terms
from xborder.errors import FetchError
from xborder.model import Document, Event, Observation, Policy, Revision, TermsAssessment
from xborder.model.finding import gravest
from xborder.ports import Adviser

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Consultation:
    """One run's questions. Time and text are counted over all of them: so much a mail may wait and cost."""

    adviser: Adviser
    policy: Policy
    _seconds: float = 0.0
    _chars: int = 0

    async def consider(self, document: Document, observation: Observation) -> Observation:
        """The observation, its revision of terms with what a second opinion adds."""
        revision = observation.revision
        if revision is None or revision.terms is None or observation.event is not Event.CHANGE:
            return observation
        # A file in the data folder may be a contract under confidentiality: it is not sent anywhere.
        if any(source.url is None for source in document.sources):
            return observation
        assessed = await self._ask(revision, revision.terms)
        advised = recommend_terms(assessed, self.policy)
        told = replace(revision, terms=assessed, recommendation=gravest((revision.recommendation, advised)))
        return replace(observation, revision=told)

    async def _ask(self, revision: Revision, assessed: TermsAssessment) -> TermsAssessment:
        question = second_opinion.ask(revision.changes, limit=self.adviser.max_chars - self._chars)
        seconds = self.adviser.seconds - self._seconds
        if question is None or seconds <= 0:
            _log.warning("No second opinion on %s: the limit of this run is reached", revision.document)
            return second_opinion.without(assessed)
        started = time.monotonic()
        self._chars += len(second_opinion.INSTRUCTIONS) + len(question.text)
        try:
            answer = await self.adviser.advise(second_opinion.INSTRUCTIONS, question.text, seconds=seconds)
            return second_opinion.consider(
                assessed, revision.changes, answer, question=question, model=self.adviser.model
            )
        except FetchError as error:
            _log.warning("No second opinion on %s: %s", revision.document, error.why)
        except ValueError:  # the answer itself is a stranger's text: it is not logged
            _log.warning("No second opinion on %s: the answer has not the form", revision.document)
        finally:
            self._seconds += time.monotonic() - started
        return second_opinion.without(assessed)

"""The desk at the garden's door: what happens to a visit, from its beginning to the picture that is taken home."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.displays.show import begin_show
from hwawon.displays.zones import greet
from hwawon.errors import HwawonError, NoFace
from hwawon.garden import checks, codes, forget, likes, live_made, prints, reading, shown, visits
from hwawon.garden.bursts import Bursts
from hwawon.garden.place import Place, load, refuse_reading
from hwawon.garden.register import about_of, register
from hwawon.garden.schema import ConsentGiven, MoodSaid, Opinion, VisitWanted
from hwawon.garden.visits import Visit
from hwawon.looks.looker import Looker
from hwawon.recommend.opinions import opinions_of
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Slate
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.vision.faces.face import Face

log = logging.getLogger(__name__)
TOPIC = "visit"  # something happened in a visit; told to operators' pages without saying whose


@dataclass(frozen=True)
class Reading:
    """What a face told a visit."""

    visit: Visit
    face: Face
    place: Place


class VisitorDesk:
    """One for each process; safe to share between threads."""

    def __init__(
        self,
        database: Database,
        looker: Looker,
        recommender: Recommender,
        settings: Settings,
        objects: Objects | None = None,
    ) -> None:
        """`objects`: where the screens' pictures lie; without them no screen follows a visit."""
        self.database, self.looker, self.recommender, self.settings = database, looker, recommender, settings
        self.bursts = Bursts()
        self._objects = objects

    def place(self) -> Place:
        """The settings of the place."""
        with self.database.read() as tx:
            return load(tx)

    def begin(self, device: str, wanted: VisitWanted) -> tuple[Visit, bool | None]:
        """A visit, and whether the code it came with was known; None without one."""
        with self.database.write() as tx:
            place = load(tx)
            visits.end_idle(tx, _idle(place))
        known = wanted.returning if place.returning != "none" else None
        with self.database.write() as tx:
            visitor = codes.holder(tx, codes.code_in(known), hold=True) if known else None
            visit = visits.begin(
                tx,
                device=device,
                surface=wanted.surface,
                language=wanted.language,
                zone=wanted.zone,
                visitor=visitor,
            )
            if visit.zone is not None:
                greet(tx, visit.zone)
        return visit, None if wanted.returning is None else visitor is not None

    def visit(self, device: str, id: str) -> Visit:
        """The open visit, read without waiting for who writes. Raises NotFound, Conflict."""
        with self.database.read() as tx:
            visit = visits.find(tx, id, device, _idle(load(tx)))
        return self._seen_again(visit)

    def consent(self, device: str, id: str, given: ConsentGiven) -> Visit:
        """Write down what the visitor agreed to."""
        with self._open(device, id) as (tx, visit, place):
            remember = given.remember and given.camera and place.returning == "face"
            if given.camera:
                refuse_reading(place)
            else:
                self.bursts.drop(id)
            return visits.consented(tx, visit, camera=given.camera, adult=given.adult, remember=remember)

    def may_look(self, device: str, id: str) -> bool:
        """Before a picture of a face is taken in: whether its numbers are wanted to know the visitor again.

        Raises:
            NotFound, Conflict, ConsentNeeded, EmotionReadingOff: it is not looked at.
        """
        with self.database.read() as tx:
            place = load(tx)
            visit = visits.find(tx, id, device, _idle(place))
        reading.may_look(visit, place)
        return place.returning == "face" and visit.remember

    def saw(self, device: str, id: str, faces: Sequence[Face]) -> Reading:
        """What the first of the faces tells the visit.

        Raises:
            NoFace: nobody was seen.
            AdultNeeded: it looks like a child's; nothing is kept.
        """
        if not faces:
            raise NoFace
        smooth = self.bursts.add(id, faces[0])
        try:
            with self._open(device, id) as (tx, visit, place):
                visit = reading.read(tx, visit, smooth, place)
                if visit.remember and place.returning == "face" and faces[0].vector:
                    visit = _recognized(tx, visit, faces[0].vector, place)
                register(tx, visit.visitor, about_of(visit))
        except HwawonError:
            self.bursts.drop(id)
            raise
        return Reading(visit, smooth, place)

    def mood(self, device: str, id: str, said: MoodSaid) -> Visit:
        """A mood by the visitor's own word; what it says of a guess is counted."""
        with self._open(device, id) as (tx, before, _):
            visit = visits.felt(tx, before, said.emotion, said.source)
            if said.source != "hand":
                checks.count(tx, before, said.emotion)
            register(tx, visit.visitor, about_of(visit))
        self.bursts.drop(id)
        return visit

    def favorite(self, device: str, id: str, favorite: str) -> Visit:
        """Season, weather and time; the zone's screens follow."""
        with self._open(device, id) as (tx, visit, _):
            visit = visits.wished(tx, visit, favorite)
        self._show_on_screens(visit)
        return visit

    def slate(
        self, device: str, id: str, *, size: int, orientation: str | None, chosen: str | None, more: bool
    ) -> tuple[Visit, Slate]:
        """Pictures for the visitor: `chosen` leads, `more` leaves out what was shown in this visit."""
        with self.database.read() as tx:
            visit = visits.find(tx, id, device, _idle(load(tx)))
            without = shown.in_visit(tx, id) if more else frozenset[str]()
            painted = live_made.first_of(tx, id)
        if chosen is None:
            visit = self._seen_again(visit)
            first = tuple(item for item in painted if item not in without)  # it leads until it has been shown
        else:
            visit, first = self._chosen(device, id, chosen), (chosen,)
        wish = shown.wish(visit, size=size, orientation=orientation, first=first, without=without)
        slate = self.recommender.slate(wish)
        if chosen is not None:
            self._show_on_screens(visit, *(one.item for one in slate.shown))
        return visit, slate

    def like(self, device: str, id: str, said: Opinion) -> tuple[int, int]:
        """The visitor's opinion of a picture now, 1, 0 or -1, and how many visitors like it."""
        with self._open(device, id) as (tx, visit, _):
            visits.need_consent(visit)
            likes.record(tx, visit, said)
            register(tx, visit.visitor, about_of(visit), renew=False)
            if visits.is_stale(visit):
                visits.changed(tx, visit)
            opinion = opinions_of(tx, visit.visitor, [said.item]).get(said.item, 0)
            return opinion, likes.count(tx, said.item)

    def take(self, device: str, id: str, item: str) -> tuple[Visit, Place, str]:
        """The picture that is taken home: the visit, the place, and a new code of the visitor."""
        with self._open(device, id) as (tx, visit, place):
            visits.need_consent(visit)
            shown.need_served(tx, item)
            visit = visits.taken(tx, visit, item)
            code = codes.new_code(tx, visit.visitor, timedelta(days=place.retention.codes_days))
        self._show_on_screens(visit, item)
        return visit, place, code

    def end(self, device: str, id: str) -> Visit:
        """The end of a visit; ending twice is fine. What is painted for it is painted no further."""
        self.bursts.drop(id)
        with self.database.write() as tx:
            visit = visits.known(tx, id, device, hold=True)  # before the queue, as everybody does
            live_made.cancel(tx, id)
            return visits.ended(tx, visit)

    def forget(self, device: str, id: str) -> None:
        """Erase the visitor of this visit."""
        self.bursts.drop(id)
        with self.database.write() as tx:
            forget.forget(tx, visits.known(tx, id, device).visitor)

    def forget_by_code(self, code: str) -> bool:
        """Erase the visitor to whom a code was given; False: nothing is kept under it."""
        visitor = self._holder(code)
        if visitor is None:
            return False
        with self.database.write() as tx:
            forget.forget(tx, visitor)
        return True

    def is_known(self, code: str) -> bool:
        """Whether a code was given to anybody."""
        return self._holder(code) is not None

    def belongs(self, code: str, visit: Visit) -> bool:
        """Whether a code was given to the visitor of this visit."""
        with self.database.read() as tx:
            return codes.holder(tx, code) == visit.visitor

    def _holder(self, code: str) -> str | None:
        """Read without waiting for who writes: a wrong code costs no more than any other page."""
        with self.database.read() as tx:
            return codes.holder(tx, code)

    def _seen_again(self, visit: Visit) -> Visit:
        """Noted now and then, so that it does not count as idle."""
        if not visits.is_stale(visit):
            return visit
        with self.database.write() as tx:
            return visits.changed(tx, visit)

    def _chosen(self, device: str, id: str, item: str) -> Visit:
        with self._open(device, id) as (tx, visit, _):
            visits.need_consent(visit)
            shown.need_served(tx, item)
            return visits.changed(tx, visit, step="chosen")

    @contextmanager
    def _open(self, device: str, id: str) -> Iterator[tuple[Connection, Visit, Place]]:
        with self.database.write() as tx:
            place = load(tx)
            visit = visits.find(tx, id, device, _idle(place), hold=True)
            yield tx, visit, place
            events.append(tx, TOPIC, {"zone": visit.zone})

    def _show_on_screens(self, visit: Visit, *first: str) -> None:
        """Screens are beside the visit: what goes wrong there is told to the operators, not to the visitor."""
        if self._objects is None or visit.zone is None:
            return
        try:
            with self.database.write() as tx:
                if not visits.is_there(tx, visit.id, hold=True):  # forgotten meanwhile
                    return
                begin_show(tx, self._objects, visit.zone, None, shown.info(visit), first=first)
        except HwawonError as error:
            log.warning("the screens of zone %s did not follow: %s", visit.zone, error)


def _idle(place: Place) -> timedelta:
    return timedelta(seconds=place.idle_s)


def _recognized(tx: Connection, visit: Visit, vector: Sequence[float], place: Place) -> Visit:
    """The visit of whoever has this face, if that visitor asked to be known; else this one is kept."""
    if not shown.has_opinions(tx, visit.visitor):
        known = prints.holder(tx, vector)
        if known is not None:
            visit = visits.changed(tx, visit, visitor=known)
    prints.keep(tx, visit.visitor, vector, timedelta(days=place.retention.prints_days))
    return visit

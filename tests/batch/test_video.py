import builtins
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.batch.encode import ExportWishes, Moments, sound_of, target_of, write_video
from hwawon.batch.video import Reel, Reeled, look_at_video
from hwawon.errors import BadInput, BadNumber, BadPicture, Cancelled, MissingLibrary, PictureTooLarge
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.validation import validated
from support.clips import frame, frames, video

MOST = 10**8


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty frames with sound."""
    path = tmp_path_factory.mktemp("clip") / "walk.mp4"
    path.write_bytes(video(30))
    return path


def written(path: Path, pictures: list[Picture], wishes: ExportWishes, source: Path | None = None) -> Path:
    """A video of these frames, at 10 a second or in the moments of `source`."""
    extent = pictures[0].extent
    moments = (
        Moments.of_video(look_at_video(source, MOST)) if source else Moments.of_pictures(extent, len(pictures), 10)
    )
    target = target_of(wishes, extent, sound_of(source))
    path = path.with_suffix(target.suffix)
    write_video(path, moments, pictures, source, wishes, target, lambda _written, _all: None)
    return path


def all_of(path: Path) -> list[NDArray[Any]]:
    facts = look_at_video(path, MOST)
    reel = Reel(path, facts)
    try:
        return [reel.read(index).pixels for index in range(len(facts.moments))]
    finally:
        reel.close()


def test_a_video_tells_its_frames_moments_and_sound(clip: Path) -> None:
    facts = look_at_video(clip, MOST)

    assert (facts.extent, len(facts.moments), facts.rate, facts.sound) == (Extent(240, 176), 30, Fraction(20), True)
    assert facts.seconds == pytest.approx(1.5)
    assert Reeled.from_json(facts.to_json()) == facts


def test_frames_are_the_same_in_any_order(clip: Path) -> None:
    in_order = all_of(clip)
    reel = Reel(clip, look_at_video(clip, MOST))

    for index in (29, 0, 14, 13, 15, 2, 28):
        assert np.array_equal(reel.read(index).pixels, in_order[index])
    assert np.abs(in_order[7].astype(int) - frame(7)).mean() < 4
    reel.close()


def test_a_lossless_video_holds_exactly_the_frames(tmp_path: Path) -> None:
    out = written(tmp_path / "out", frames(4), ExportWishes(codec="ffv1"))

    assert out.suffix == ".mkv"
    assert all(np.array_equal(one, frame(index)) for index, one in enumerate(all_of(out)))


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv444p"])
@pytest.mark.parametrize("height", [176, 720])
def test_colours_survive_the_way_through_a_video(tmp_path: Path, pixel_format: str, height: int) -> None:
    bars = np.zeros((height, 192, 3), np.uint8)
    for index, colour in enumerate(
        [(200, 30, 30), (30, 180, 40), (40, 40, 210), (230, 220, 40), (128, 128, 128), (16, 16, 16)]
    ):
        bars[:, index * 32 : index * 32 + 32] = colour

    out = written(
        tmp_path / "out", [Picture(bars)] * 3, validated(ExportWishes, {"pixel_format": pixel_format, "quality": 4})
    )

    middle = all_of(out)[1][height // 2, 16::32].astype(int)
    assert np.abs(middle - bars[height // 2, 16::32]).max() <= 4


@pytest.mark.parametrize(
    ("suffix", "container", "codec", "pixel_format"),
    [
        ("avi", "avi", "libx264", "yuv420p"),  # says wrongly when frames are shown
        ("avi", "avi", "mpeg4", "yuv420p"),
        ("ts", "mpegts", "libx264", "yuv420p"),  # does not begin at 0, and seeks roughly
        ("mpg", "mpeg", "mpeg2video", "yuv420p"),
        ("flv", "flv", "libx264", "yuv420p"),
        ("webm", "webm", "libvpx", "yuv420p"),
        ("mkv", "matroska", "libx264", "yuv420p10le"),
    ],
)
def test_every_usual_container_gives_each_frame(
    tmp_path: Path, suffix: str, container: str, codec: str, pixel_format: str
) -> None:
    import av

    path = tmp_path / f"walk.{suffix}"
    with av.open(str(path), "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 240, 176, pixel_format
        stream.options = {"g": "12", "deadline": "realtime"} if codec == "libvpx" else {"g": "12"}
        for index in range(60):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame(index), format="rgb24")))
        out.mux(stream.encode(None))

    facts, in_order = look_at_video(path, MOST), all_of(path)

    reel = Reel(path, facts)
    for index in (59, 0, 14, 13, 58, 1):
        assert np.array_equal(reel.read(index).pixels, in_order[index])
    reel.close()
    assert len(in_order) == 60 and facts.seconds == pytest.approx(2.4, abs=0.01)
    near = [np.abs(in_order[5].astype(int) - frame(index)).mean() for index in range(10)]
    assert int(np.argmin(near)) == 5
    assert bool(facts.notices) == (pixel_format == "yuv420p10le")


def test_a_new_video_has_the_same_moments_and_the_same_sound(tmp_path: Path, clip: Path) -> None:
    out = written(tmp_path / "out", frames(30), ExportWishes(), clip)

    before, after = (look_at_video(path, MOST) for path in (clip, out))
    assert [moment * before.time_base for moment in before.moments] == [
        moment * after.time_base for moment in after.moments
    ]
    assert packets(out) == packets(clip)


def packets(path: Path) -> list[tuple[bytes, Fraction]]:
    import av

    with av.open(str(path), "r") as container:
        found = [one for one in container.demux(audio=0) if one.size]
        return [(bytes(one), one.pts * one.time_base) for one in found if one.pts is not None and one.time_base]


def test_frames_of_uneven_length_keep_their_moments(tmp_path: Path) -> None:
    shown = (0, 1, 4, 5, 20)
    moments = Moments(Extent(240, 176), shown, Fraction(1, 100), Fraction(25))
    target = target_of(ExportWishes(), moments.extent, ())

    write_video(tmp_path / "a.mp4", moments, frames(5), None, ExportWishes(), target, lambda _written, _all: None)

    facts = look_at_video(tmp_path / "a.mp4", MOST)
    assert [moment * facts.time_base for moment in facts.moments] == [Fraction(moment, 100) for moment in shown]


def test_odd_sides_get_full_colour_and_say_so() -> None:
    target = target_of(ExportWishes(), Extent(241, 176), ())

    assert target.pixel_format == "yuv444p" and "even sides" in target.notices[0]


def test_sound_that_an_mp4_cannot_hold_makes_a_matroska() -> None:
    target = target_of(ExportWishes(), Extent(240, 176), ("vorbis",))

    assert (target.container, target.suffix) == ("matroska", ".mkv") and target.notices
    assert target_of(ExportWishes(), Extent(240, 176), ("aac", "opus")).suffix == ".mp4"


def test_a_turned_video_comes_out_upright(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwawon.batch import video as room

    class Turned:
        rotation = 90

        def to_ndarray(self, format: str) -> NDArray[Any]:
            return frame(0)

    upright = room._pixels(Turned())  # type: ignore[arg-type]

    assert upright.shape == (240, 176, 3) and np.array_equal(upright[0, 0], frame(0)[0, -1])


def test_frames_of_two_sizes_make_no_video(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="one size"):
        written(tmp_path / "out", [Picture(frame(0)), Picture(frame(1)[:100].copy())], ExportWishes())


def test_writing_can_be_stopped(tmp_path: Path) -> None:
    def stop(written: int, _all: int) -> None:
        if written == 2:
            raise Cancelled

    moments = Moments.of_pictures(Extent(240, 176), 4, 10)
    with pytest.raises(Cancelled):
        write_video(
            tmp_path / "a.mp4",
            moments,
            frames(4),
            None,
            ExportWishes(),
            target_of(ExportWishes(), moments.extent, ()),
            stop,
        )


def test_a_damaged_frame_is_missed_and_the_others_are_read(tmp_path: Path, clip: Path) -> None:
    import av

    facts = look_at_video(clip, MOST)
    target = io.BytesIO()
    with av.open(str(clip), "r") as source, av.open(target, "w", format="matroska") as out:
        copy = out.add_stream_from_template(source.streams.video[0])
        for place, packet in enumerate(one for one in source.demux(video=0) if one.size):
            if place == 20:  # neither the first nor the last of its group
                continue
            packet.stream = copy
            out.mux(packet)
    (tmp_path / "holes.mkv").write_bytes(target.getvalue())
    reel = Reel(
        tmp_path / "holes.mkv",
        Reeled(**{**vars(facts), "moments": tuple(range(0, 1500, 50)), "time_base": Fraction(1, 1000)}),
    )

    with pytest.raises(BadPicture, match="frame 20"):
        reel.read(20)
    assert reel.read(3).extent == reel.read(27).extent == Extent(240, 176)
    reel.close()


@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_a_truncated_video_is_refused(tmp_path: Path, clip: Path, share: float) -> None:
    import av

    with (
        av.open(str(clip), "r") as source,
        av.open(str(tmp_path / "a.mp4"), "w", options={"movflags": "faststart"}) as out,
    ):
        copies = {one.index: out.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
    whole = (tmp_path / "a.mp4").read_bytes()
    (tmp_path / "a.mp4").write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BadInput, match=r"truncated|damaged|not a video"):
        look_at_video(tmp_path / "a.mp4", MOST)


def test_a_file_without_pictures_is_refused(tmp_path: Path, clip: Path) -> None:
    import av

    with av.open(str(clip), "r") as source, av.open(str(tmp_path / "a.mp4"), "w") as out:
        copy = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = copy
                out.mux(packet)

    with pytest.raises(BadInput, match="holds no pictures"):
        look_at_video(tmp_path / "a.mp4", MOST)


def test_a_playlist_that_calls_itself_a_video_leads_to_no_other_file(tmp_path: Path, clip: Path) -> None:
    named = tmp_path / "named.mp4"
    named.write_bytes(clip.read_bytes())
    for name, text in (
        ("a.mp4", "ffconcat version 1.0\nfile named.mp4\n"),
        ("a.ts", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nnamed.mp4\n#EXT-X-ENDLIST\n"),
        ("a.avi", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadInput, match="not a video"):
            look_at_video(tmp_path / name, MOST)
        with pytest.raises(BadInput, match="not a video"):
            sound_of(tmp_path / name)


def test_of_a_video_whose_frames_grow_on_the_way_no_larger_ones_are_unpacked(tmp_path: Path) -> None:
    import av

    def reel(width: int, height: int) -> bytes:
        target = io.BytesIO()
        with av.open(target, "w", format="mpegts") as container:
            shown = container.add_stream("libx264", rate=20)
            shown.width, shown.height, shown.pix_fmt = width, height, "yuv420p"
            for _ in range(4):
                black = np.zeros((height, width, 3), np.uint8)
                container.mux(shown.encode(av.VideoFrame.from_ndarray(black, format="rgb24")))
            container.mux(shown.encode(None))
        return target.getvalue()

    path = tmp_path / "grows.ts"
    path.write_bytes(reel(64, 48) + reel(1280, 960))
    with pytest.raises(BadInput, match="frame 7 is 1280x960, the video 64x48"):
        look_at_video(path, MOST)
    reel_of = Reel(path, replace(look_at_video(path, 64 * 48), moments=tuple(range(8))), 64 * 48)
    with pytest.raises(BadPicture, match="missing"):
        reel_of.read(7)
    reel_of.close()


def test_frames_of_too_many_pixels_are_refused(clip: Path) -> None:
    with pytest.raises(PictureTooLarge, match="240x176"):
        look_at_video(clip, 1000)


def test_without_pyav_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch, clip: Path) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "av":
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingLibrary, match=r"pip install 'hwawon\[video\]'"):
        look_at_video(clip, MOST)


@pytest.mark.parametrize("fps", [0, -1, 1e-9, 241, float("nan")])
def test_a_video_has_a_speed_that_can_be_written(fps: float) -> None:
    with pytest.raises(BadNumber):
        validated(ExportWishes, {"fps": fps})

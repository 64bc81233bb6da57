"""What a generated scene file is made of: one method a piece, and a clock that brings them in and out.

Written for Manim Community 0.18 and later. Coordinates come in pixels from the upper left corner. No LaTeX is needed:
formulas come as pictures of their outlines.
"""

import os

import numpy as np
from manim import (
    BOLD,
    LEFT,
    NORMAL,
    RIGHT,
    SEMIBOLD,
    AnnularSector,
    Arc,
    Create,
    FadeIn,
    FadeOut,
    FadeToColor,
    GrowFromEdge,
    ImageMobject,
    RoundedRectangle,
    Scene,
    SVGMobject,
    Text,
    VMobject,
    Write,
    config,
    turn_animation_into_updater,
)

DOWN_EDGE, UP_EDGE = np.array([0, -1, 0]), np.array([0, 1, 0])
SLIDES = {"slideRight": RIGHT, "slideLeft": LEFT}
EDGES = {"growRight": LEFT, "growLeft": RIGHT, "growUp": DOWN_EDGE, "growDown": UP_EDGE}
WEIGHTS = {400: NORMAL, 600: SEMIBOLD, 700: BOLD}
UNITS_HIGH = 8.0
STRUT = "Hg"


def set_picture(width, height, fps, background):
    """Sets the size of the picture in pixels, its frames a second and what lies behind everything."""
    config.pixel_width, config.pixel_height, config.frame_rate = int(width), int(height), fps
    config.frame_height = UNITS_HIGH
    config.frame_width = UNITS_HIGH * width / height
    config.background_color = background


def units(pixels):
    return pixels * config.frame_height / config.pixel_height


def point(x, y):
    return np.array([units(x) - config.frame_width / 2, config.frame_height / 2 - units(y), 0.0])


class StoryboardScene(Scene):
    """Collects pieces, then plays them."""

    def setup(self):
        self.pieces = []

    def text(self, times, text, x, middle_y, align, width, size, weight, is_mono, colour, dims):
        def make():
            font = {"font": "JetBrains Mono" if is_mono else "Noto Sans", "weight": WEIGHTS[weight]}
            at = point(x, middle_y)
            # Lines of one height stand on one line: two letters that reach up and down are set with them, and taken away.
            is_latin = all(ord(sign) < 0x250 for sign in text)
            whole = Text(STRUT + text if is_latin else text, color=colour, disable_ligatures=True, **font)
            body = whole[len(STRUT) :] if is_latin else whole
            if body.width <= 0:
                return body
            whole.scale(units(width) / max(body.width, 1e-6) if len(text) > 2 else units(size) / 0.75)
            middle = whole[: len(STRUT)].get_center()[1] if is_latin else whole.get_center()[1]
            edge = {"left": body.get_left(), "right": body.get_right(), "centre": body.get_center()}[align]
            body.shift([at[0] - edge[0], at[1] - middle, 0])
            return body

        self._keep(times, make, dims=dims)

    def panel(self, times, x, y, width, height, radius, colour, border):
        def make():
            corner = min(units(radius), units(min(width, height)) / 2 * 0.999)
            shape = RoundedRectangle(width=units(width), height=units(height), corner_radius=corner)
            shape.set_fill(colour, opacity=1)
            shape.set_stroke(border or colour, width=2 if border else 0)
            return shape.move_to(point(x + width / 2, y + height / 2))

        self._keep(times, make)

    def disc(self, times, x, y, radius, colour, from_degrees, to_degrees):
        def make():
            # Degrees go clockwise in the plan, the other way round in Manim.
            shape = AnnularSector(
                inner_radius=0,
                outer_radius=units(radius),
                start_angle=-np.radians(from_degrees),
                angle=-np.radians(to_degrees - from_degrees),
                color=colour,
                fill_opacity=1,
                stroke_width=0,
            )
            return shape.shift(point(x, y))

        self._keep(times, make)

    def arc(self, times, x, y, radius, colour, ratio):
        def make():
            shape = Arc(radius=units(radius), start_angle=np.pi / 2, angle=-2 * np.pi * ratio, color=colour)
            shape.set_stroke(width=10)
            return shape.shift(point(x, y))

        self._keep(times, make)

    def stroke(self, times, points, colour, width):
        def make():
            shape = VMobject(color=colour, stroke_width=width * 0.75)
            return shape.set_points_as_corners([point(x, y) for x, y in points])

        self._keep(times, make, enters=Create)

    def picture(self, times, file, x, y, width, height):
        def make():
            path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files", file)
            shape = SVGMobject(path) if file.endswith(".svg") else ImageMobject(path)
            shape.stretch_to_fit_width(units(width)).stretch_to_fit_height(units(height))
            return shape.move_to(point(x + width / 2, y + height / 2))

        self._keep(times, make, enters=Write if file.endswith(".svg") else FadeIn)

    def _keep(self, times, make, enters=FadeIn, dims=None):
        self.pieces.append((len(self.pieces), times, make, enters, dims))

    def play_pieces(self, duration):
        """Lets time go from event to event. Between two at which nothing moves, one picture stands for all frames."""
        fps = config.frame_rate
        frame_of = lambda seconds: int(round(seconds * fps))  # noqa: E731
        events = {}
        last = frame_of(duration)

        def plan(seconds, act, moves_seconds=0.0):
            begin = frame_of(max(0, seconds))
            if begin < last:
                events.setdefault(begin, []).append((act, begin + frame_of(moves_seconds) + 1))

        for order, (start, until, entry, enter, leave), make, enters, dims in self.pieces:
            shape = {}
            plan(start, lambda s=shape, m=make, o=order, e=entry, t=enter, k=enters: self._enter(s, m, o, e, t, k), enter)
            if dims is not None:
                plan(dims[0], lambda s=shape, c=dims[1]: self._move(s, lambda m: FadeToColor(m, c, run_time=0.3)), 0.3)
            if leave > 0:
                plan(until - leave, lambda s=shape, t=leave: self._move(s, lambda m: FadeOut(m, run_time=t)), leave)
            plan(until, lambda s=shape: self._leave(s))
        events.setdefault(last, [])

        now, moving_until = 0, 0
        for frame in sorted(events):
            self._pass_frames(now, frame, moving_until, fps)
            now = frame
            for act, until in events[frame]:
                act()
                moving_until = max(moving_until, until)
            print(f"spool-progress {min(1.0, frame / last):.4f}", flush=True)

    def _pass_frames(self, now, frame, moving_until, fps):
        # Manim counts moving frames upwards and frozen ones downwards: part of a frame keeps each from being one off.
        moving = min(frame, moving_until)
        if moving > now:
            self.wait(max(moving - now - 0.5, 1) / fps, frozen_frame=False)
            now = moving
        if frame > now:
            self.wait((frame - now + 0.25) / fps, frozen_frame=True)

    def _enter(self, shape, make, order, entry, seconds, enters):
        made = shape["made"] = make().set_z_index(order)
        self.add(made)
        if entry == "there" or seconds <= 0:
            return
        grows = entry in EDGES and enters is FadeIn
        if grows:
            animation = GrowFromEdge(made, EDGES[entry], run_time=seconds)
        elif entry == "rise" and enters is FadeIn:
            animation = FadeIn(made, shift=np.array([0, units(24), 0]), run_time=seconds)
        elif entry in SLIDES and enters is FadeIn:
            animation = FadeIn(made, shift=SLIDES[entry] * units(44), run_time=seconds)
        else:
            animation = enters(made, run_time=seconds)
        turn_animation_into_updater(animation)

    def _move(self, shape, animate):
        if "made" in shape:
            shape["made"].clear_updaters()
            turn_animation_into_updater(animate(shape["made"]))

    def _leave(self, shape):
        if "made" in shape:
            made = shape.pop("made")
            made.clear_updaters()
            self.remove(made)

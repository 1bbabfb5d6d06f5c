// Dragging a row of a list by pointer: mouse, pen and finger alike. HTML5 drag and drop knows no
// touch, and WebKitGTK hands it to the desktop; pointer events stay in the page.

/** Where the row lies on the screen. */
export interface Span {
  top: number;
  bottom: number;
}

/** How far a pointer wanders before a press becomes a drag, in px. */
const SLACK = 4;
/** How near to the edge of the list it scrolls by itself, in px. */
const EDGE = 48;

/**
 * The place (0, 1, 2, …) that a dragged row comes to, where `rows` are the others in order: after
 * every row whose middle lies above the pointer.
 */
export function placeAt(rows: readonly Span[], y: number): number {
  return rows.filter((row) => (row.top + row.bottom) / 2 < y).length;
}

/** How far a list scrolls in one frame, with the pointer at `y`; the nearer to the edge, the more. */
export function scrollStep(view: Span, y: number): number {
  if (y < view.top + EDGE) return -Math.ceil((view.top + EDGE - y) / 6);
  if (y > view.bottom - EDGE) return Math.ceil((y - view.bottom + EDGE) / 6);
  return 0;
}

interface Dragging {
  list: HTMLElement;
  /** The selector of a row; its `data-item` is its id. */
  row: string;
  id: string;
  /** Where it would come to now; null while the pointer has hardly moved. */
  onMove: (to: number | null) => void;
  /** Let go: where it goes to, or null where nothing is to change. */
  onEnd: (to: number | null) => void;
}

/** Follows the pointer from its press on a handle until it is let go. Escape gives up. */
export function follow(event: PointerEvent, { list, row, id, onMove, onEnd }: Dragging): void {
  const handle = event.currentTarget as HTMLElement;
  const scroller = scrollerOf(list);
  const begin = event.clientY;
  let y = begin;
  let to: number | null = null;
  let frame = 0;
  handle.setPointerCapture(event.pointerId);

  const look = () => {
    const others = [...list.querySelectorAll<HTMLElement>(row)].filter(
      (one) => one.dataset.item !== id,
    );
    to = placeAt(
      others.map((one) => one.getBoundingClientRect()),
      y,
    );
    onMove(to);
  };
  const roll = () => {
    const step = to === null ? 0 : scrollStep(scroller.getBoundingClientRect(), y);
    if (step) {
      scroller.scrollTop += step;
      look();
    }
    frame = requestAnimationFrame(roll);
  };
  const move = (next: PointerEvent) => {
    y = next.clientY;
    if (to === null && Math.abs(y - begin) < SLACK) return;
    look();
  };
  const end = (place: number | null) => {
    cancelAnimationFrame(frame);
    handle.removeEventListener('pointermove', move);
    handle.removeEventListener('pointerup', drop);
    handle.removeEventListener('pointercancel', give);
    window.removeEventListener('keydown', key, true);
    onEnd(place);
  };
  const drop = () => end(to);
  const give = () => end(null);
  const key = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape') return;
    pressed.preventDefault();
    pressed.stopPropagation();
    give();
  };
  handle.addEventListener('pointermove', move);
  handle.addEventListener('pointerup', drop);
  handle.addEventListener('pointercancel', give);
  window.addEventListener('keydown', key, true);
  frame = requestAnimationFrame(roll);
}

function scrollerOf(node: HTMLElement): HTMLElement {
  for (let one: HTMLElement | null = node; one; one = one.parentElement) {
    if (/(auto|scroll)/.test(getComputedStyle(one).overflowY)) return one;
  }
  return document.documentElement;
}

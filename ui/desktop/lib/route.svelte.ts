// Where the person is: a screen, and on it maybe one thing.
export const screens = [
  'hom-nay',
  'sinh-hoat',
  'dang-vien',
  'nhiem-vu',
  'kien-nghi',
  'van-ban',
  'bao-cao',
  'dong-bo',
  'tro-giup',
  'cai-dat',
] as const;
export type Screen = (typeof screens)[number];

export interface Place {
  screen: Screen;
  /** The meeting, member, … that is open on it. */
  id: string | null;
}

/** A place, and which part of it is open: the tab of a meeting. */
export interface Spot extends Place {
  part: string | null;
}

/** What of the thing is wanted first (`resolution`, `invitation`); taken once by the screen. */
let wanted: string | null = null;

/** `before`: where help was asked for, so that one can go back there. `part` is said by the screen
    that has parts, as long as it is shown. */
export const route: Spot & { before: Spot | null } = $state({
  screen: 'hom-nay',
  id: null,
  part: null,
  before: null,
});

export function go(screen: Screen, id: string | null = null, part: string | null = null): void {
  wanted = part;
  if (screen !== 'tro-giup') route.before = null;
  else if (route.screen !== screen) {
    route.before = { screen: route.screen, id: route.id, part: route.part };
  }
  route.screen = screen;
  route.id = id;
}

/** What was wanted first, once. */
export function takePart(): string | null {
  const part = wanted;
  wanted = null;
  return part;
}

/** From help to where it was asked for. */
export function back(): void {
  if (route.before) go(route.before.screen, route.before.id);
}

/** Where a hit of the search leads. */
export function placeOf(hit: { kind: string; id: string; meeting: string | null }): Place {
  if (hit.kind === 'member') return { screen: 'dang-vien', id: hit.id };
  if (hit.kind === 'assignment') return { screen: 'nhiem-vu', id: hit.id };
  if (hit.kind === 'ward_document') return { screen: 'van-ban', id: hit.id };
  if (hit.kind === 'petition') return { screen: 'kien-nghi', id: hit.id };
  return { screen: 'sinh-hoat', id: hit.meeting };
}

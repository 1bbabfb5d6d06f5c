// What the palette offers: things to do first, then what the book holds.
import type { HitLine } from '../../shared/types/HitLine';
import { screenNames, words } from '../words';
import { fits } from './fold';
import { placeOf, screens, type Place } from './route.svelte';

export interface Offer {
  key: string;
  /** What sort of thing it is. */
  sort: string;
  title: string;
  about: string;
  place: Place;
}

const t = words.search;
const commands: readonly Offer[] = [
  ...screens.map((screen) => ({
    key: screen,
    sort: t.command,
    title: screenNames[screen],
    about: '',
    place: { screen, id: null },
  })),
  {
    key: 'new-meeting',
    sort: t.command,
    title: t.newMeeting,
    about: '',
    place: { screen: 'sinh-hoat', id: 'moi' },
  },
  {
    key: 'add-member',
    sort: t.command,
    title: t.addMember,
    about: '',
    place: { screen: 'dang-vien', id: 'moi' },
  },
];

/** Commands whose words fit; all of them while nothing is typed. */
export const commandsFor = (typed: string): Offer[] =>
  commands.filter((command) => fits(command.title, typed));

export const offerOf = (hit: HitLine): Offer => ({
  key: `${hit.kind}-${hit.id}`,
  sort: t.kinds[hit.kind] ?? t.otherKind,
  title: hit.title || hit.snippet,
  about: hit.title && hit.snippet !== hit.title ? hit.snippet : '',
  place: placeOf(hit),
});

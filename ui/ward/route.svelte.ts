/** Where the page is, read from the part of the address after `#`. */
export type Place =
  | { at: 'cells'; year: number | null }
  | { at: 'meetings'; org: string }
  | { at: 'minutes'; org: string; meeting: string; version: number | null };

export function read(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean);
  const asked = new URLSearchParams(query);
  const [noun, org, meeting] = parts;
  if (noun === 'chi-bo' && org && meeting) {
    return { at: 'minutes', org, meeting, version: number(asked.get('ban')) };
  }
  if (noun === 'chi-bo' && org) return { at: 'meetings', org };
  return { at: 'cells', year: number(asked.get('nam')) };
}

function number(text: string | null): number | null {
  const value = Number(text);
  return text && Number.isInteger(value) ? value : null;
}

export const link = {
  cells: (year?: number) => (year ? `#/?nam=${year}` : '#/'),
  meetings: (org: string) => `#/chi-bo/${org}`,
  minutes: (org: string, meeting: string, version?: number) =>
    `#/chi-bo/${org}/${meeting}${version ? `?ban=${version}` : ''}`,
};

class Route {
  place = $state<Place>(read(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.place = read(location.hash);
    });
  }
}

export const route = new Route();

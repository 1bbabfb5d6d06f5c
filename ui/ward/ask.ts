import type { CellsView } from '../shared/types/ward/CellsView';
import type { Login } from '../shared/types/ward/Login';
import type { Me } from '../shared/types/ward/Me';
import type { MeetingsView } from '../shared/types/ward/MeetingsView';
import type { MinutesView } from '../shared/types/ward/MinutesView';
import type { PageError } from '../shared/types/ward/PageError';
import type { PageErrorBody } from '../shared/types/ward/PageErrorBody';
import { words } from './words';

/** What the server said no with, or why it could not be asked. */
export class Refusal extends Error {
  constructor(
    readonly body: PageErrorBody,
    readonly status: number,
  ) {
    super(body.message);
  }

  /** The session is over, or there was none. */
  get loggedOut(): boolean {
    return this.status === 401 && this.body.code === 'PH-40';
  }
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    throw new Refusal(words.faults.unreachable, 0);
  }
  if (response.ok) return response;
  throw new Refusal(await reason(response), response.status);
}

async function reason(response: Response): Promise<PageErrorBody> {
  try {
    const answer: PageError = await response.json();
    return answer.error;
  } catch {
    return words.faults.unreadable;
  }
}

async function get<T>(path: string): Promise<T> {
  const response = await send(path);
  return response.json();
}

export const ask = {
  me: () => get<Me>('/api/me'),
  cells: (year: number | null) => get<CellsView>(`/api/cells${year ? `?year=${year}` : ''}`),
  meetings: (org: string) => get<MeetingsView>(`/api/cells/${encodeURIComponent(org)}/meetings`),
  minutes: (org: string, meeting: string, version: number | null) =>
    get<MinutesView>(
      `/api/meetings/${encodeURIComponent(org)}/${encodeURIComponent(meeting)}` +
        (version ? `?version=${version}` : ''),
    ),
  async logIn(login: Login): Promise<Me> {
    const response = await send('/api/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(login),
    });
    return response.json();
  },
  async logOut(): Promise<void> {
    await send('/api/logout', { method: 'POST' });
  },
};

// A vote that is being corrected, as the form of a vote reads and keeps it: no draft is left.
import type { VoteLine } from '../../shared/types/VoteLine';
import { FormDraft } from './formDraft';

export class Corrected extends FormDraft {
  constructor(vote: VoteLine) {
    super(vote.id, 'vote');
    const { handbook } = vote;
    this.take({
      kind: vote.kind,
      form: vote.form,
      subject: vote.subject,
      reserved: vote.reserved ?? '',
      yes: String(vote.for),
      no: String(vote.against),
      none: String(vote.abstain),
      yes2: handbook ? String(handbook.for) : '',
      no2: handbook ? String(handbook.against) : '',
      none2: handbook ? String(handbook.abstain) : '',
    });
  }
}

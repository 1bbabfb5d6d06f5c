// Every text of the window, one file for each screen. The meeting's three tabs have their own
// (`meeting/words`).
import { appWords } from './app';
import { conflictsWords } from './conflicts';
import { devicesWords } from './devices';
import { documentsWords } from './documents';
import { exchangeWords } from './exchange';
import { firstWords } from './first';
import { helpWords } from './help';
import { hygieneWords } from './hygiene';
import { meetingsWords } from './meetings';
import { membersWords } from './members';
import { papersWords } from './papers';
import { petitionsWords } from './petitions';
import { planWords } from './plan';
import { reportsWords } from './reports';
import { settingsWords } from './settings';
import { syncWords } from './sync';
import { tasksWords } from './tasks';
import { todayWords } from './today';

export * from './names';

export const words = {
  ...appWords,
  ...devicesWords,
  ...firstWords,
  ...todayWords,
  ...meetingsWords,
  ...membersWords,
  ...tasksWords,
  ...petitionsWords,
  ...planWords,
  ...documentsWords,
  ...papersWords,
  ...reportsWords,
  ...syncWords,
  ...exchangeWords,
  ...conflictsWords,
  ...helpWords,
  ...hygieneWords,
  ...settingsWords,
};

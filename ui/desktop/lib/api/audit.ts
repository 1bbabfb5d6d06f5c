import { invoke } from '@tauri-apps/api/core';

import type { AuditLine } from '../../../shared/types/AuditLine';
import type { QuarantineLine } from '../../../shared/types/QuarantineLine';

export const audit = {
  list: () => invoke<AuditLine[]>('audit_list'),
  quarantine: () => invoke<QuarantineLine[]>('audit_quarantine'),
  /** The person answers for what was last refused for the mark of a state secret. */
  declareNotSecret: () => invoke<number>('audit_declare_not_secret'),
};

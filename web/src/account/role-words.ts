import type { Role } from '../../../src/study/tables/account-rows.js';

/** The roles as people read them. What each may do is decided by the service. */
export const roleWords: Record<Role, { name: string; does: string }> = {
  photographer: { name: 'Photographer', does: 'takes and adds photographs, logs treatments, sees results' },
  reader: { name: 'Reader', does: 'rates photographs blindly and sees nothing else of a study' },
  analyst: { name: 'Analyst', does: 'all of a photographer, adds studies and corrects what was measured' },
  administrator: { name: 'Administrator', does: 'all of an analyst, lets people in, and reads the audit trail' },
  auditor: { name: 'Auditor', does: 'sees everything of their studies and the audit trail, and changes nothing' },
};
export const roleNames = Object.keys(roleWords) as Role[];

/** What the vendor knows of a type of records. */
export interface ObjectType {
  /** `0-1`, as lists name it */
  id: string;
  /** Answered unasked */
  defaults: readonly string[];
  properties: readonly string[];
  /** Values of this property are unique */
  unique?: string;
}

const common = ['hs_object_id', 'createdate', 'lastmodifieddate', 'hs_lastmodifieddate', 'hubspot_owner_id'];
const address = ['address', 'city', 'state', 'zip', 'country', 'phone', 'website', 'lifecyclestage'];

export const objectTypes: Readonly<Record<string, ObjectType>> = {
  contacts: {
    id: '0-1',
    defaults: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    properties: [
      ...[...common, ...address, 'email', 'firstname', 'lastname', 'mobilephone', 'company', 'jobtitle'],
      ...['hs_lead_status', 'favourite_colour'],
    ],
    unique: 'email',
  },
  companies: {
    id: '0-2',
    defaults: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
    properties: [
      ...common,
      ...address,
      'name',
      'domain',
      'industry',
      'numberofemployees',
      'annualrevenue',
      'description',
    ],
  },
  deals: {
    id: '0-3',
    defaults: ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'hs_lastmodifieddate', 'hs_object_id'],
    properties: [...common, 'dealname', 'pipeline', 'dealstage', 'amount', 'closedate', 'dealtype', 'description'],
  },
  tickets: {
    id: '0-5',
    defaults: [
      'content',
      'createdate',
      'hs_lastmodifieddate',
      'hs_object_id',
      'hs_pipeline',
      'hs_pipeline_stage',
      'subject',
    ],
    properties: [...common, 'subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority'],
  },
  notes: {
    id: '0-46',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    properties: [...common, 'hs_timestamp', 'hs_note_body', 'hs_attachment_ids'],
  },
  tasks: {
    id: '0-27',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    properties: [
      ...[...common, 'hs_timestamp', 'hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_task_priority'],
      'hs_task_type',
    ],
  },
  calls: {
    id: '0-48',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    properties: [
      ...[...common, 'hs_timestamp', 'hs_call_title', 'hs_call_body', 'hs_call_direction', 'hs_call_status'],
      ...['hs_call_duration', 'hs_call_from_number', 'hs_call_to_number', 'hs_call_disposition'],
      'hs_call_recording_url',
    ],
  },
};

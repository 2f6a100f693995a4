/** What the local workspace holds at its start: the vendor's shapes, cut down to what is read of them. */

export interface Message {
  type: 'message';
  user: string;
  bot_id?: string;
  app_id?: string;
  team: string;
  ts: string;
  text: string;
  blocks?: unknown;
  thread_ts?: string;
  edited?: { user: string; ts: string };
}

export interface Channel {
  id: string;
  name: string;
  is_channel: true;
  is_private: boolean;
  is_archived: boolean;
  /** Whether the bot was invited */
  is_member: boolean;
  num_members: number;
}

export interface Member {
  id: string;
  team_id: string;
  name: string;
  deleted: boolean;
  real_name: string;
  is_bot: boolean;
  profile: { email?: string; display_name: string; real_name: string };
}

export const team = { id: 'T0NORTHWND', name: 'Northwind', url: 'https://northwind.slack.com/' };

/** Whose token a call came with. Users have no bot id */
export interface Caller {
  userId: string;
  name: string;
  botId?: string;
}

export const bot: Caller & { botId: string; appId: string } = {
  userId: 'U0INTEGRYB',
  name: 'integry',
  botId: 'B0INTEGRYB',
  appId: 'A0INTEGRYA',
};
export const user: Caller = { userId: 'U0SAM00001', name: 'sam' };

export interface Workspace {
  channels: Channel[];
  members: Member[];
  /** By channel, the newest first */
  messages: Map<string, Message[]>;
  /** A timestamp that no other message has: seconds with six digits behind the point, as text */
  nextTs(): string;
}

export function createWorkspace(): Workspace {
  let last = 1_700_000_000;
  const nextTs = () => `${++last}.000100`;
  const channels = ['general', 'random', 'sales', 'support', 'design', 'board', 'old-project'].map(channelOf);
  const messages = new Map<string, Message[]>(channels.map(({ id }) => [id, []]));
  for (const text of ['Good morning', 'Lunch?', 'The numbers are in', 'See you tomorrow']) {
    const message: Message = { type: 'message', user: user.userId, team: team.id, ts: nextTs(), text };
    messages.get('C0GENERAL0')!.unshift(message);
  }
  return { channels, members: members(), messages, nextTs };
}

function channelOf(name: string): Channel {
  return {
    id: `C0${name.replaceAll('-', '').toUpperCase().padEnd(8, '0').slice(0, 8)}`,
    name,
    is_channel: true,
    is_private: name === 'board',
    is_archived: name === 'old-project',
    is_member: name !== 'random',
    num_members: 4,
  };
}

function members(): Member[] {
  const people = [
    ['U0SAM00001', 'sam', 'Sam Carter'],
    ['U0KIM00002', 'kim', 'Kim Novak'],
    ['U0LEE00003', 'lee', 'Lee Chen'],
    ['U0ANA00004', 'ana', 'Ana Souza'],
  ] as const;
  return [
    ...people.map(([id, name, realName]): Member => {
      const profile = { email: `${name}@example.com`, display_name: name, real_name: realName };
      return { id, team_id: team.id, name, deleted: name === 'ana', real_name: realName, is_bot: false, profile };
    }),
    {
      id: bot.userId,
      team_id: team.id,
      name: bot.name,
      deleted: false,
      real_name: 'Integry',
      is_bot: true,
      profile: { display_name: '', real_name: 'Integry' },
    },
  ];
}

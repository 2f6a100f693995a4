import { pageOf } from './paging.ts';
import { SlackError } from './slack-error.ts';
import { bot, team, type Caller, type Channel, type Message, type Workspace } from './workspace.ts';

type Arguments = Readonly<Record<string, string>>;
type Method = (workspace: Workspace, given: Arguments, caller: Caller) => Record<string, unknown>;

/** The methods that need a token, by name. What they return is the reply without its `ok`. */
export const methods: Readonly<Record<string, Method>> = {
  'auth.test': (_workspace, _given, { userId, name, botId }) => ({
    url: team.url,
    team: team.name,
    user: name,
    team_id: team.id,
    user_id: userId,
    ...(botId ? { bot_id: botId } : {}),
    is_enterprise_install: false,
  }),

  'conversations.list': ({ channels }, given) => {
    const types = (given.types ?? 'public_channel').split(',');
    if (types.some((type) => !['public_channel', 'private_channel', 'mpim', 'im'].includes(type))) {
      throw new SlackError('invalid_types');
    }
    const listed = channels.filter(
      ({ is_private, is_archived }) =>
        types.includes(is_private ? 'private_channel' : 'public_channel') &&
        !(is_archived && given.exclude_archived === 'true'),
    );
    const { page, next } = pageOf(listed, 'team', given);
    return { channels: page, response_metadata: { next_cursor: next } };
  },

  'conversations.history': (workspace, given) => {
    const { id, is_member } = channelIn(workspace, given.channel);
    if (!is_member) throw new SlackError('not_in_channel');
    const { oldest = '0', latest = String(Number.MAX_SAFE_INTEGER), inclusive } = given;
    const within = messagesIn(workspace, id).filter(({ ts }) =>
      inclusive === 'true'
        ? Number(ts) >= Number(oldest) && Number(ts) <= Number(latest)
        : Number(ts) > Number(oldest) && Number(ts) < Number(latest),
    );
    const { page, next } = pageOf(within, 'next_ts', given);
    const more = next === '' ? {} : { response_metadata: { next_cursor: next } };
    return { messages: page, has_more: next !== '', pin_count: 0, ...more };
  },

  'users.list': ({ members }, given) => {
    const { page, next } = pageOf(members, 'user', given);
    return { members: page, cache_ts: 1_700_000_000, response_metadata: { next_cursor: next } };
  },

  'users.info': ({ members }, { user }) => {
    const found = members.find(({ id }) => id === user);
    if (!found) throw new SlackError('user_not_found');
    return { user: found };
  },

  'users.profile.get': ({ members }, { user }, { userId }) => {
    const found = members.find(({ id }) => id === (user ?? userId));
    if (!found) throw new SlackError('user_not_found');
    return { profile: found.profile };
  },

  'chat.postMessage': (workspace, given, { userId, botId }) => {
    const channel = channelIn(workspace, given.channel);
    if (channel.is_archived) throw new SlackError('is_archived');
    if (!channel.is_member) throw new SlackError('not_in_channel');
    if (!given.text && !given.blocks) throw new SlackError('no_text');
    const ts = workspace.nextTs();
    const message: Message = {
      type: 'message',
      user: userId,
      ...(botId ? { bot_id: botId } : {}),
      app_id: bot.appId,
      team: team.id,
      ts,
      text: given.text ?? '',
      ...(given.blocks ? { blocks: blocksOf(given.blocks) } : {}),
      ...(given.thread_ts ? { thread_ts: given.thread_ts } : {}),
    };
    messagesIn(workspace, channel.id).unshift(message);
    return { channel: channel.id, ts, message };
  },

  'chat.update': (workspace, given, { userId }) => {
    const { id } = channelIn(workspace, given.channel);
    const message = messageIn(workspace, id, given.ts);
    if (message.user !== userId) throw new SlackError('cant_update_message');
    if (!given.text && !given.blocks) throw new SlackError('no_text');
    const edited = { user: userId, ts: workspace.nextTs() };
    Object.assign(message, { text: given.text ?? '', edited });
    return { channel: id, ts: message.ts, text: message.text, message };
  },

  'chat.delete': (workspace, given, { userId }) => {
    const { id } = channelIn(workspace, given.channel);
    const message = messageIn(workspace, id, given.ts);
    if (message.user !== userId) throw new SlackError('cant_delete_message');
    const all = messagesIn(workspace, id);
    all.splice(all.indexOf(message), 1);
    return { channel: id, ts: message.ts };
  },
};

function channelIn({ channels }: Workspace, wanted: string | undefined): Channel {
  const found = channels.find(({ id }) => id === wanted);
  if (!found) throw new SlackError('channel_not_found');
  return found;
}

function messagesIn({ messages }: Workspace, channel: string): Message[] {
  return messages.get(channel) ?? [];
}

function messageIn(workspace: Workspace, channel: string, wanted: string | undefined): Message {
  const found = messagesIn(workspace, channel).find(({ ts }) => ts === wanted);
  if (!found) throw new SlackError('message_not_found');
  return found;
}

function blocksOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackError('invalid_blocks_format');
  }
}

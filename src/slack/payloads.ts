// What Slack sends, parsed where it enters: only the fields used here, each bounded.
import { z } from 'zod';
import { COMMON_DEEDS, type CommonDeed } from '../chat/contract.ts';
import { Values } from './inputs.ts';

const Id = z.string().min(1).max(100);
const Ts = z.string().max(50);
const ResponseUrl = z.string().max(2000);

const Organisation = z.object({ id: Id }).nullish();

export const SlashCommand = z.object({
  command: z.string().max(100),
  text: z.string().max(40_000).default(''),
  team_id: Id.nullish().or(z.literal('')),
  enterprise_id: Id.nullish().or(z.literal('')),
  user_id: Id,
  /** Without one, the person's own chat. */
  channel_id: Id.default('D'),
  channel_name: z.string().max(300).default(''),
  trigger_id: z.string().min(1).max(300).optional(),
  response_url: ResponseUrl.optional(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

const User = z.object({ id: Id, team_id: Id.nullish() });

export const BlockActions = z.object({
  type: z.literal('block_actions'),
  api_app_id: Id.nullish(),
  team: Organisation,
  enterprise: Organisation,
  user: User,
  channel: z.object({ id: Id, name: z.string().max(300).default('') }).nullish(),
  container: z
    .object({
      type: z.string().max(100),
      message_ts: Ts.nullish(),
      view_id: Id.nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  message: z.object({ ts: Ts }).nullish(),
  view: z.object({ id: Id, type: z.string().max(50).nullish() }).nullish(),
  trigger_id: z.string().max(300).nullish(),
  response_url: ResponseUrl.nullish(),
  actions: z
    .array(
      z.object({
        type: z.string().max(100),
        action_ts: Ts.default(''),
        value: z.string().max(2000).nullish(),
        url: z.string().nullish(),
      }),
    )
    .min(1)
    .max(100),
});
export type BlockActions = z.infer<typeof BlockActions>;

export const ViewSubmission = z.object({
  type: z.literal('view_submission'),
  team: Organisation,
  enterprise: Organisation,
  user: User,
  trigger_id: z.string().max(300).nullish(),
  view: z.object({
    id: Id,
    private_metadata: z.string().max(3000).default(''),
    blocks: z
      .array(
        z.looseObject({
          type: z.string(),
          block_id: z.string().optional(),
          element: z.looseObject({ type: z.string() }).optional(),
        }),
      )
      .default([]),
    title: z.looseObject({ text: z.string() }).optional(),
    submit: z.looseObject({ text: z.string() }).nullish(),
    state: z.object({ values: Values }),
  }),
});
export type ViewSubmission = z.infer<typeof ViewSubmission>;

const Chosen = {
  callback_id: z.string().max(255),
  /** Slack's own types have none; the signature says whose app it is. */
  api_app_id: Id.nullish(),
  team: Organisation,
  enterprise: Organisation,
  user: User,
  trigger_id: z.string().min(1).max(300),
  action_ts: Ts.default(''),
};

/** A shortcut of the app, or one on a message. */
export const Shortcut = z.discriminatedUnion('type', [
  z.object({ type: z.literal('shortcut'), ...Chosen }),
  z.object({
    type: z.literal('message_action'),
    ...Chosen,
    response_url: ResponseUrl.nullish(),
    channel: z.object({ id: Id, name: z.string().max(300).default('') }),
    message: z.object({
      text: z
        .string()
        .max(100_000)
        .nullish()
        .transform((text) => text ?? ''),
    }),
  }),
]);
export type Shortcut = z.infer<typeof Shortcut>;

/** What somebody did and waits for. */
export const Interaction = z.union([SlashCommand, BlockActions, ViewSubmission, Shortcut]);

/** The envelope of an event; the event itself by its type. */
export const EventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: Id,
  team_id: Id.nullish(),
  enterprise_id: Id.nullish(),
  authorizations: z
    .array(z.object({ team_id: Id.nullish(), user_id: Id.nullish(), is_bot: z.boolean().nullish() }))
    .nullish(),
  event: z.looseObject({ type: z.string().max(100) }),
});
export type EventCallback = z.infer<typeof EventCallback>;

export const TypedMessage = z.object({
  type: z.enum(['message', 'app_mention']),
  channel: Id,
  channel_type: z.string().max(50).nullish(),
  user: Id,
  text: z.string().max(40_000).default(''),
  thread_ts: Ts.nullish(),
});

export const ChannelEvent = z.object({
  type: z.enum([
    'channel_archive',
    'channel_unarchive',
    'channel_deleted',
    'group_archive',
    'group_unarchive',
    'group_deleted',
    'channel_left',
    'group_left',
  ]),
  channel: Id,
});

export const RenameEvent = z.object({ channel: z.object({ id: Id, name: z.string().min(1).max(300) }) });

export const SharingEvent = z.object({ type: z.enum(['channel_shared', 'channel_unshared']), channel: Id });

export const MemberEvent = z.object({
  type: z.enum(['member_joined_channel', 'member_left_channel']),
  channel: Id,
  user: Id,
  inviter: Id.nullish(),
});

export const HomeOpened = z.object({
  user: Id,
  /** The person's chat with the bot. */
  channel: Id.nullish(),
  tab: z.string().max(50).nullish(),
  /** What stands in the tab, unless nothing was ever put there. */
  view: z.object({ hash: z.string().max(200).nullish() }).nullish(),
});

/** What a button carries. */
export const PressedValue = z.strictObject({
  act: z.string().min(1).max(100),
  t: z.string().min(1).max(300),
  f: z.literal(1).optional(),
});
export type PressedValue = z.infer<typeof PressedValue>;

/** What a button of the Home tab carries that asks for something by its name. */
export const DeedValue = z.strictObject({ deed: z.enum(Object.keys(COMMON_DEEDS) as CommonDeed[]) });

-- The portal's own tables. Those of blend-sdk come from postgresInbox(pool).schema and postgresStore(pool).schema.

create table visits (
  id text primary key, -- also the order's external_id at Blend
  patient_id text not null,
  order_id text,
  order_status text -- Blend's status when the order was last read
);

-- Orders to be made. A row is written in the transaction of its visit, so that neither exists without the other.
create table order_outbox (
  visit_id text primary key references visits (id),
  params jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'unknown')),
  reason text,
  queued_at timestamptz
);
create index order_outbox_open on order_outbox (queued_at) where state = 'waiting';

-- The notices that a patient got. The key keeps an event that is handled twice from giving two notices.
create table notices (
  visit_id text not null references visits (id),
  event_code text not null,
  primary key (visit_id, event_code)
);

/** The tables of the order service as Kysely sees them. */
import type { Generated } from 'kysely';
import type { EventRow, LineRow, NoteRow, OrderRow, ShipmentRow } from '../domain/model.ts';

type Numbered<Row> = Omit<Row, 'id'> & { id: Generated<number> };

export interface OrderReturnTable {
  id: Generated<number>;
  order_id: number;
  actor_id: number;
  reason: string;
  refund_minor: number;
  created_at: Generated<Date>;
}

export interface OrderReturnLineTable {
  return_id: number;
  line_id: number;
  quantity: number;
  amount_minor: number;
}

export interface CommissionRuleTable {
  id: Generated<number>;
  /** 0: every seller. */
  seller_id: number;
  /** 0: every category. */
  category_id: number;
  percent: string;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface InstanceTable {
  id: string;
  pid_domain: string;
  pid: number;
  process_started: string | null;
  beat_at: Date;
}

export interface PersonTable {
  user_id: number;
  version: number;
  name: string;
  may_deliver: boolean;
  wants_mail: boolean;
  erased_at: Date | null;
}

export interface OrderTables {
  orders: Numbered<OrderRow>;
  order_line: Numbered<LineRow>;
  shipment: Numbered<ShipmentRow>;
  order_event: Numbered<EventRow>;
  order_return: OrderReturnTable;
  order_return_line: OrderReturnLineTable;
  order_note: Omit<NoteRow, 'id' | 'created_at'> & { id: Generated<number>; created_at: Generated<Date> };
  commission_rule: CommissionRuleTable;
  instance: InstanceTable;
  person: PersonTable;
}

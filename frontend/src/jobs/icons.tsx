/** The drawings of the orders; each lies inside a button with a name. */
import { Icon } from "../shell/icons";
import type { Order } from "./orders";

const LINES: Readonly<Record<Order, string>> = {
  front: "M5 4h14M12 20V8M6 14l6-6 6 6",
  up: "M12 20V5M6 11l6-6 6 6",
  down: "M12 4v15M6 13l6 6 6-6",
  back: "M5 20h14M12 4v12M6 10l6 6 6-6",
  pause: "M9 5v14M15 5v14",
  resume: "M8 5l11 7-11 7z",
  cancel: "M6 6l12 12M18 6L6 18",
  restart: "M19 12a7 7 0 1 1-2-5l3 3M20 4v6h-6",
};

export const OrderIcon = ({ order }: { order: Order }) => (
  <Icon>
    <path d={LINES[order]} />
  </Icon>
);

export const OpenIcon = () => (
  <Icon>
    <path d="M5 12h14M13 6l6 6-6 6" />
  </Icon>
);

// The package's declarations as a CommonJS module reads them. Compiled, never run.
import { Blend, type Order } from "../../pkg/dist/index.cjs";

const blend = new Blend();
const order: Promise<Order> = blend.orders.get("ORD1");
void order;

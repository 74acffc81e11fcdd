// What each role may do. The server decides; the page only explains.

const READS = ["orders.list", "orders.get", "orders.statusHistory", "prescriptions.get", "products.list"];

const LIAISON = [
  ...READS,
  "orders.pause",
  "orders.unpause",
  "orders.prioritize",
  "orders.requestCancellation",
  "orders.update",
  "orders.addProducts",
  "orders.updateProductQuantity",
  "orders.removeProduct",
];

/** The operations that a role may call. */
export const ROLES = {
  reader: READS,
  liaison: LIAISON,
  supervisor: [...LIAISON, "orders.cancel", "orders.replace"],
};

export const ALL_OPERATIONS = ROLES.supervisor;

export const mayCall = (role, operation) => ROLES[role]?.includes(operation) === true;

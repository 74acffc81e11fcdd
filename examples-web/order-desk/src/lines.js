// The lines of an order, and how they change.

import { LINE_ACTIONS } from "./actions.js";
import { button } from "./action-bar.js";
import { blend, sentenceOf } from "./api.js";
import { linesOf } from "./changes.js";
import { h } from "./dom.js";
import { permissionOf } from "./permission.js";

const KINDS = { prescription: "Prescription", non_prescription: "Non-prescription", order_material: "Material" };

const quantityField = (value) => ({
  ...{ name: "quantity", label: "Quantity", type: "number", required: true, min: 1, max: 999, value, class: "short" },
});

export function linesSection(desk) {
  const { order, session } = desk;
  const can = Object.fromEntries(
    Object.values(LINE_ACTIONS).map((action) => [action.name, permissionOf(action, order, session)]),
  );
  const isPossible = can.updateProductQuantity.verdict !== "no";
  return h(
    "section",
    { "aria-labelledby": "lines" },
    h("h3", { id: "lines" }, "Lines"),
    h("ul", { class: "lines" }, ...linesOf(order).map((line) => item(line, desk, can))),
    isPossible
      ? h("p", { class: "row" }, addButton(desk))
      : h("p", { class: "why" }, `Lines cannot be changed. ${can.updateProductQuantity.reason}`),
  );
}

function item(line, desk, can) {
  const strength = [line.strength, line.form].filter(Boolean).join(", ");
  const lineButton = (action, form) =>
    can[action.name].verdict !== "no" &&
    button(action, desk, { form, values: { line }, label: `${action.label}: ${line.name}` });
  const { updateProductQuantity, removeProduct } = LINE_ACTIONS;
  return h(
    "li",
    {},
    h("span", { class: "quantity" }, `${line.quantity} ×`),
    h(
      "span",
      { class: "what" },
      h("strong", {}, line.name),
      h("small", {}, [KINDS[line.kind] ?? line.kind, strength].filter(Boolean).join(" · ")),
    ),
    h(
      "span",
      { class: "row" },
      lineButton(updateProductQuantity, {
        ...{
          title: "Change quantity",
          text: line.name,
          fields: [quantityField(line.quantity)],
          button: "Change quantity",
        },
      }),
      lineButton(removeProduct, { title: "Remove this line?", text: line.name, fields: [], button: "Remove line" }),
    ),
  );
}

function addButton(desk) {
  const action = LINE_ACTIONS.addProducts;
  const start = async () => {
    const products = await blend.products.list().catch((error) => void desk.warn(h("p", {}, sentenceOf(error))));
    if (!products) return undefined;
    const options = Object.entries(products).flatMap(([kind, list]) =>
      (list ?? [])
        .filter(({ is_active }) => is_active)
        .map(({ id, name }) => [`${kind}/${id}`, `${name} (${KINDS[kind] ?? kind})`]),
    );
    return {
      title: "Add a product",
      fields: [
        {
          name: "product",
          label: "Product",
          options: [["", "Choose a product"], ...options],
          required: true,
          value: "",
        },
        quantityField(1),
      ],
      button: "Add",
      read({ product, quantity }) {
        const [kind, id] = product.split("/");
        return { kind, product: id, quantity };
      },
    };
  };
  return button(action, desk, { form: start });
}

// The views that each person saved. They live here rather than in the browser: a name that somebody gives a view may say more
// than a shared computer should keep. A portal puts them into its database.

const MOST = 20;
const NAME = /^[^\p{Cc}]{1,40}$/u;
const FILTER = /^[\w,]{1,200}$/;

export function createViews() {
  const saved = new Map();
  return {
    of: (user) => saved.get(user) ?? [],

    /** Replaces the views of a person. False if they are no views. */
    set(user, views) {
      const isView = (view) =>
        NAME.test(view?.name?.trim?.() ?? "") && FILTER.test(view.status ?? "") && typeof view.stuck === "boolean";
      if (!Array.isArray(views) || views.length > MOST || !views.every(isView)) return false;
      saved.set(
        user,
        views.map(({ name, status, stuck }) => ({ name: name.trim(), status, stuck })),
      );
      return true;
    },
  };
}

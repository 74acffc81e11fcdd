// What frameworks do to the objects that an application keeps in its state.
import * as mobx from "mobx";
import { createPinia, defineStore } from "pinia";
import { proxy, ref, snapshot } from "valtio/vanilla";
import { reactive, readonly, shallowReactive } from "vue";

// An application's own code may change state where it likes.
mobx.configure({ enforceActions: "never" });

const useStore = defineStore("application", { state: () => ({ thing: undefined }) });

/** A thing as it comes out of a store of Pinia. */
function throughPinia(thing) {
  const store = useStore(createPinia());
  store.thing = thing;
  return store.thing;
}

/** By name, what gives a thing as it comes out of a framework's state. Nuxt keeps state in Vue's `reactive`. */
export const WRAPPERS = {
  "a bare Proxy": (thing) => new Proxy(thing, {}),
  "a Proxy that binds nothing": (thing) => new Proxy(thing, { get: (target, key) => Reflect.get(target, key) }),
  "Object.create": (thing) => Object.create(thing),
  "Vue's reactive": (thing) => reactive({ thing }).thing,
  "Vue's shallowReactive": (thing) => shallowReactive(thing),
  "Vue's readonly": (thing) => readonly({ thing }).thing,
  "Pinia's state": throughPinia,
  "Valtio's proxy": (thing) => proxy({ thing }).thing,
  "Valtio's snapshot": (thing) => snapshot(proxy({ thing })).thing,
  "Valtio's ref": (thing) => proxy({ thing: ref(thing) }).thing,
  "MobX's observable": (thing) => mobx.observable({ thing }).thing,
  "MobX's makeAutoObservable": (thing) => mobx.makeAutoObservable(thing),
};

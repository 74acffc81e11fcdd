// What frameworks do to the objects that an application keeps in its state.
import * as mobx from "mobx";
import { proxy, ref, snapshot } from "valtio/vanilla";
import { reactive, readonly, shallowReactive } from "vue";

// An application's own code may change state where it likes.
mobx.configure({ enforceActions: "never" });

/** By name, what gives a thing as it comes out of a framework's state. Pinia and Nuxt keep state in Vue's `reactive`. */
export const WRAPPERS = {
  "a bare Proxy": (thing) => new Proxy(thing, {}),
  "a Proxy that binds nothing": (thing) => new Proxy(thing, { get: (target, key) => Reflect.get(target, key) }),
  "Object.create": (thing) => Object.create(thing),
  "Vue's reactive": (thing) => reactive({ thing }).thing,
  "Vue's shallowReactive": (thing) => shallowReactive(thing),
  "Vue's readonly": (thing) => readonly({ thing }).thing,
  "Valtio's proxy": (thing) => proxy({ thing }).thing,
  "Valtio's snapshot": (thing) => snapshot(proxy({ thing })).thing,
  "Valtio's ref": (thing) => proxy({ thing: ref(thing) }).thing,
  "MobX's observable": (thing) => mobx.observable({ thing }).thing,
  "MobX's makeAutoObservable": (thing) => mobx.makeAutoObservable(thing),
};

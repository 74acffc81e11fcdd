const { getDefaultConfig, mergeConfig } = require("@react-native/metro-config");

// React Native's own, without the start of its user interface, which is not installed here.
module.exports = mergeConfig(getDefaultConfig(__dirname), {
  serializer: { getModulesRunBeforeMainModule: () => [] },
});

package io.vigil.transforms.screen;

import io.vigil.schemas.yaml.YamlFile;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import io.vigil.transforms.spikes.DetectionSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a file of rules and reports all that is wrong in it. */
final class RulesFile {

  private static final String VERSION = "1";

  private RulesFile() {}

  /** What a file says. */
  record Contents(List<Rule> rules, DetectionSettings spikes, @Nullable Instant historyStart) {}

  static Contents read(YamlFile file) {
    var root = file.root().asMap();
    if (root == null) {
      return new Contents(List.of(), DetectionSettings.DEFAULTS, null);
    }
    root.allowOnly("setting", List.of("version", "rules", "spikes"));
    checkVersion(root);
    var value = root.get("spikes");
    var map = value == null ? null : value.asMap();
    if (map == null) {
      return contents(rules(root), DetectionSettings.DEFAULTS, null);
    }
    var spikes = new SpikeOptions(map);
    spikes.check();
    return contents(rules(root), spikes.settings(), spikes.historyStart());
  }

  private static Contents contents(
      List<Rule> rules, DetectionSettings spikes, @Nullable Instant historyStart) {
    var ofDeclines = new TreeSet<String>();
    for (var rule : rules) {
      if (rule instanceof SeveralDeclined) {
        ofDeclines.add(rule.name());
      }
    }
    var judge = spikes.judge().withOfDeclines(ofDeclines);
    return new Contents(rules, spikes.withJudge(judge), historyStart);
  }

  private static List<Rule> rules(YamlMap root) {
    var rules = new ArrayList<Rule>();
    var names = new HashSet<String>();
    for (var value : list(root)) {
      var options = value.asMap();
      if (options != null) {
        checkName(options, names);
        var rule = new RuleOptions(options).rule();
        if (rule != null) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  private static void checkVersion(YamlMap root) {
    var version = root.get("version");
    if (version == null) {
      root.whole().problem("'version: " + VERSION + "' is missing");
      return;
    }
    var text = version.asText();
    if (text != null && !text.equals(VERSION)) {
      version.problem("unknown version '" + text + "'; this Vigil reads version " + VERSION);
    }
  }

  private static List<YamlValue> list(YamlMap root) {
    var value = root.get("rules");
    if (value == null) {
      root.whole().problem("'rules' is missing");
      return List.of();
    }
    var list = value.asList();
    return list == null ? List.of() : list;
  }

  private static void checkName(YamlMap options, Set<String> names) {
    var value = options.get("name");
    // What is no text is reported where the rule is read.
    if (value != null && !value.isNull()) {
      var name = value.asText();
      if (name != null && !names.add(name)) {
        value.problem("a rule of the name '" + name + "' stands before; names must differ");
      }
    }
  }
}

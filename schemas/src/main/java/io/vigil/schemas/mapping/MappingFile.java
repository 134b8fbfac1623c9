package io.vigil.schemas.mapping;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.json.RecordList;
import io.vigil.schemas.yaml.YamlFile;
import io.vigil.schemas.yaml.YamlMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a mapping's file and reports all that is wrong in it. */
final class MappingFile {

  private static final String VERSION = "1";
  private static final String RECORDS = "records";
  private static final List<String> FIELD_NAMES =
      Arrays.stream(Field.values()).map(Field::fieldName).toList();

  private MappingFile() {}

  static Mapping.Content content(YamlFile file) {
    var csv = CsvDialect.DEFAULT;
    Condition onlyIf = null;
    var fields = new ArrayList<FieldMapping>();
    var root = file.root().asMap();
    if (root != null) {
      root.allowOnly(
          "setting",
          List.of("version", "csv", RECORDS, NumberOptions.NAME, Condition.NAME, "fields"));
      checkVersion(root);
      checkRecords(root);
      var options = root.get("csv");
      csv = options == null ? csv : CsvOptions.dialect(options);
      var numbers = numbers(root);
      onlyIf = condition(root, numbers);
      fields.addAll(fields(root, numbers));
    }
    file.check();
    return new Mapping.Content(
        csv, list(root, onlyIf, fields), onlyIf, List.copyOf(fields), pseudonym(root));
  }

  private static @Nullable RecordList list(
      @Nullable YamlMap root, @Nullable Condition onlyIf, List<FieldMapping> fields) {
    var value = root == null ? null : root.get(RECORDS);
    var path = value == null ? null : value.asText();
    if (path == null) {
      return null;
    }
    var ofCondition = onlyIf == null ? Stream.<String>of() : onlyIf.formula().columns().stream();
    var ofFields = fields.stream().flatMap(it -> it.columns().stream());
    return RecordList.at(
        path,
        Stream.concat(ofCondition, ofFields).anyMatch(it -> it.startsWith(RecordList.OUTER + ".")));
  }

  private static void checkRecords(YamlMap root) {
    var value = root.get(RECORDS);
    var path = value == null ? null : value.asText();
    if (value != null && path != null && !path.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
      value.problem("'" + RECORDS + "' is the way to a list: payload.items");
    }
  }

  private static NumberFormat numbers(YamlMap root) {
    var number = root.get(NumberOptions.NAME);
    return number == null ? NumberFormat.PLAIN : NumberOptions.format(number);
  }

  private static @Nullable Condition condition(YamlMap root, NumberFormat numbers) {
    var value = root.get(Condition.NAME);
    var text = value == null ? null : value.asText();
    var formula = text == null ? null : Formula.parse(text, value::problem);
    return formula == null ? null : new Condition(formula, numbers);
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

  /** What the field of the card says; what is wrong with it has been reported. */
  private static @Nullable String pseudonym(@Nullable YamlMap root) {
    var fields = root == null ? null : root.get("fields");
    var card = fields == null ? null : fields.asMap();
    var options = card == null ? null : card.get(Field.CARD_ID.fieldName());
    var map = options == null ? null : options.asMap();
    var pseudonym = map == null ? null : map.get(FieldOptions.PSEUDONYM);
    return pseudonym == null ? null : pseudonym.asText();
  }

  private static List<FieldMapping> fields(YamlMap root, NumberFormat numbers) {
    var value = root.get("fields");
    if (value == null) {
      root.whole().problem("'fields' is missing");
      return List.of();
    }
    var fields = value.asMap();
    if (fields == null) {
      return List.of();
    }
    fields.allowOnly("field", FIELD_NAMES);
    var mappings = new ArrayList<FieldMapping>();
    for (var field : Field.values()) {
      var mapping = field(field, fields, numbers);
      if (mapping != null) {
        mappings.add(mapping);
      }
    }
    return mappings;
  }

  private static @Nullable FieldMapping field(Field field, YamlMap fields, NumberFormat numbers) {
    var value = fields.get(field.fieldName());
    if (value != null) {
      var options = value.asMap();
      return options == null
          ? null
          : new FieldOptions(field, fields.key(field.fieldName()), options, numbers).mapping();
    }
    if (field.isRequired()) {
      fields.whole().problem("the field '" + field.fieldName() + "' is missing");
    }
    return null;
  }
}

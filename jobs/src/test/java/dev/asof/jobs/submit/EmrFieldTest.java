package dev.asof.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.servers.ServiceModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that are checked here, beside those that the service publishes. */
class EmrFieldTest {
  private static final ServiceModel MODEL = ServiceModel.emrContainers();

  @ParameterizedTest
  @CsvSource({
    "NAME, ResourceNameString",
    "VIRTUAL_CLUSTER_ID, ResourceIdString",
    "RESOURCE_ID, ResourceIdString",
    "EXECUTION_ROLE_ARN, IAMRoleArn",
    "RELEASE_LABEL, ReleaseLabel",
    "ENTRY_POINT, EntryPointPath",
    "ENTRY_POINT_ARGUMENT, EntryPointArgument",
    "SPARK_SUBMIT_PARAMETERS, SparkSubmitParameters",
    "PROPERTY, String1024",
    "TAG_KEY, String128",
    "TAG_VALUE, StringEmpty256",
    "LOG_GROUP, LogGroupName",
    "LOG_STREAM_PREFIX, String256",
    "KMS_KEY_ARN, KmsKeyArn",
    "ROTATION_SIZE, RotationSize",
    "TEMPLATE_PARAMETER, TemplateParameterName",
  })
  void whatIsAcceptedHereTheServiceAcceptsAndTheSameAtItsLimits(EmrField field, String shape) {
    int most = field.most();
    for (String value :
        List.of(
            "",
            " ",
            "a",
            "a b",
            "A",
            "0a1",
            "a/b#c.d_e-f",
            "é",
            "emr-spark-8.1.0-latest",
            "arn:aws:iam::111122223333:role/asof-job",
            "arn:aws-cn:iam::111122223333:role/path/to/a+b@c",
            "arn:aws:iam::1:role/asof-job-of-somebody",
            "arn:aws:kms:eu-west-1:111122223333:key/0a1b-2c",
            "100MB",
            "1.5g",
            "2KBs",
            "a".repeat(most),
            "a".repeat(most + 1))) {
      assertThat(accepts(field, value))
          .as(field + " '" + (value.length() > 80 ? value.length() + " times a" : value) + "'")
          .isEqualTo(problems(shape, value).isEmpty());
    }
  }

  private static boolean accepts(EmrField field, String value) {
    try {
      field.check(value);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static List<String> problems(String shape, String value) {
    JsonNode text = new ObjectMapper().getNodeFactory().textNode(value);
    return MODEL.problems(shape, text);
  }

  @Test
  void aRefusalNamesTheValueAndWhatIsExpected() {
    assertThatThrownBy(() -> EmrField.NAME.check("a b"))
        .hasMessage("Invalid name 'a b': expected letters, digits and . - _ / #");
    assertThatThrownBy(() -> EmrField.ENTRY_POINT.check("s3://" + "a".repeat(252)))
        .hasMessage("Invalid entry point: it has 257 characters, expected 1 to 256");
    assertThatThrownBy(() -> EmrField.TAG_KEY.check("aws:x")).hasMessageContaining("aws:");
  }
}

{{/* The services of this installation, as the dependencies in Chart.yaml name them. */}}
{{- define "platform.services" -}}
{{- $names := list "connector" "webhook-gateway" "ingestion" "matcher" "enrichment" "search" "insights" }}
{{- if .Values.console.enabled }}
{{- $names = append $names "console" }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- define "platform.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: secondlook
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{/* A rule of egress to peers at ports; to no peer means anywhere. */}}
{{- define "platform.egress" -}}
- ports: {{- range .ports }}
    - { protocol: TCP, port: {{ . }} }
  {{- end }}
  {{- with .to }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* What `needs.stores` says may be reached. */}}
{{- define "platform.storesEgress" -}}
{{- $stores := .root.Values.global.stores }}
{{- range .stores }}
{{- $store := index $stores . }}
{{- if or (ne . "erasureLedger") $store.enabled }}
{{ include "platform.egress" $store }}
{{- end }}
{{- end }}
{{- end }}

{{- define "platform.dnsEgress" -}}
- ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
  {{- with .Values.networkPolicy.dns }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

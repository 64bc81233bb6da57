
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "api_keys": {
                  Row: {
                    "created_at": string,"created_by": string | null,"expires_at": string | null,"id": string,"last_used_at": string | null,"name": string,"prefix": string,"project_id": string,"revoked_at": string | null,"revoked_by": string | null,"role": Database["public"]['Enums']["project_role"],"rotated_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"created_by"?: string | null,"expires_at"?: string | null,"id"?: string,"last_used_at"?: string | null,"name": string,"prefix": string,"project_id": string,"revoked_at"?: string | null,"revoked_by"?: string | null,"role": Database["public"]['Enums']["project_role"],"rotated_at"?: string | null
                  }
                  Update: {
                    "created_at"?: string,"created_by"?: string | null,"expires_at"?: string | null,"id"?: string,"last_used_at"?: string | null,"name"?: string,"prefix"?: string,"project_id"?: string,"revoked_at"?: string | null,"revoked_by"?: string | null,"role"?: Database["public"]['Enums']["project_role"],"rotated_at"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "api_keys_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    },{
      foreignKeyName: "api_keys_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "api_keys_revoked_by_fkey"
      columns: ["revoked_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    }
                  ]
                },"audit_anchors": {
                  Row: {
                    "chain_hash": string,"position": number,"removed": number,"removed_at": string,"xact": unknown
                  }
                  ComputedFields: never
                  Insert: {
                    "chain_hash": string,"position": number,"removed": number,"removed_at"?: string,"xact"?: unknown
                  }
                  Update: {
                    "chain_hash"?: string,"position"?: number,"removed"?: number,"removed_at"?: string,"xact"?: unknown
                  }
                  Relationships: [
                    
                  ]
                },"audit_chain": {
                  Row: {
                    "chain_hash": string,"content_hash": string,"entry_id": number,"position": number,"sealed_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "chain_hash": string,"content_hash": string,"entry_id": number,"position": number,"sealed_at"?: string
                  }
                  Update: {
                    "chain_hash"?: string,"content_hash"?: string,"entry_id"?: number,"position"?: number,"sealed_at"?: string
                  }
                  Relationships: [
                    
                  ]
                },"audit_log": {
                  Row: {
                    "action": string,"actor_id": string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"content_hash": string,"detail": NonNullable<Json>,"id": number,"occurred_at": string,"project_id": string | null,"subject_id": string | null,"subject_kind": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor_id"?: string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"content_hash": string,"detail"?: NonNullable<Json>,"id"?: never,"occurred_at"?: string,"project_id"?: string | null,"subject_id"?: string | null,"subject_kind": string
                  }
                  Update: {
                    "action"?: string,"actor_id"?: string | null,"actor_kind"?: Database["public"]['Enums']["actor_kind"],"content_hash"?: string,"detail"?: NonNullable<Json>,"id"?: never,"occurred_at"?: string,"project_id"?: string | null,"subject_id"?: string | null,"subject_kind"?: string
                  }
                  Relationships: [
                    
                  ]
                },"bulk_actions": {
                  Row: {
                    "action": Database["public"]['Enums']["bulk_action_name"],"actor_id": string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"arguments": NonNullable<Json>,"changed_count": number,"created_at": string,"done_count": number,"filter": NonNullable<Json>,"finished_at": string | null,"has_more": boolean,"id": string,"project_id": string,"revision": number,"skipped": NonNullable<Json>,"status": Database["public"]['Enums']["bulk_action_status"],"stopped_reason": string | null,"total_count": number,"undoes": string | null,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": Database["public"]['Enums']["bulk_action_name"],"actor_id"?: string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"arguments"?: NonNullable<Json>,"changed_count"?: number,"created_at"?: string,"done_count"?: number,"filter": NonNullable<Json>,"finished_at"?: string | null,"has_more"?: boolean,"id"?: string,"project_id": string,"revision"?: number,"skipped"?: NonNullable<Json>,"status"?: Database["public"]['Enums']["bulk_action_status"],"stopped_reason"?: string | null,"total_count": number,"undoes"?: string | null,"updated_at"?: string
                  }
                  Update: {
                    "action"?: Database["public"]['Enums']["bulk_action_name"],"actor_id"?: string | null,"actor_kind"?: Database["public"]['Enums']["actor_kind"],"arguments"?: NonNullable<Json>,"changed_count"?: number,"created_at"?: string,"done_count"?: number,"filter"?: NonNullable<Json>,"finished_at"?: string | null,"has_more"?: boolean,"id"?: string,"project_id"?: string,"revision"?: number,"skipped"?: NonNullable<Json>,"status"?: Database["public"]['Enums']["bulk_action_status"],"stopped_reason"?: string | null,"total_count"?: number,"undoes"?: string | null,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "bulk_actions_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "bulk_actions_undoes_fkey"
      columns: ["undoes"]
isOneToOne: true
      referencedRelation: "bulk_actions"
      referencedColumns: ["id"]
    }
                  ]
                },"job_attempts": {
                  Row: {
                    "assigned_at": string,"error": Json | null,"finished_at": string | null,"id": string,"job_id": string,"node_id": string | null,"node_name": string,"number": number,"started_at": string | null,"status": Database["public"]['Enums']["attempt_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "assigned_at"?: string,"error"?: Json | null,"finished_at"?: string | null,"id"?: string,"job_id": string,"node_id"?: string | null,"node_name": string,"number": number,"started_at"?: string | null,"status"?: Database["public"]['Enums']["attempt_status"]
                  }
                  Update: {
                    "assigned_at"?: string,"error"?: Json | null,"finished_at"?: string | null,"id"?: string,"job_id"?: string,"node_id"?: string | null,"node_name"?: string,"number"?: number,"started_at"?: string | null,"status"?: Database["public"]['Enums']["attempt_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_attempts_job_id_fkey"
      columns: ["job_id"]
isOneToOne: false
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_count_deltas": {
                  Row: {
                    "change": number,"completed": number,"failed": number,"id": number,"minute": string,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"run_seconds": number,"started": number,"status": Database["public"]['Enums']["job_status"],"wait_seconds": number
                  }
                  ComputedFields: never
                  Insert: {
                    "change": number,"completed"?: number,"failed"?: number,"id"?: never,"minute"?: string,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"run_seconds"?: number,"started"?: number,"status": Database["public"]['Enums']["job_status"],"wait_seconds"?: number
                  }
                  Update: {
                    "change"?: number,"completed"?: number,"failed"?: number,"id"?: never,"minute"?: string,"priority"?: Database["public"]['Enums']["job_priority"],"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"],"run_seconds"?: number,"started"?: number,"status"?: Database["public"]['Enums']["job_status"],"wait_seconds"?: number
                  }
                  Relationships: [
                    
                  ]
                },"job_counts": {
                  Row: {
                    "count": number,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"status": Database["public"]['Enums']["job_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "count": number,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"status": Database["public"]['Enums']["job_status"]
                  }
                  Update: {
                    "count"?: number,"priority"?: Database["public"]['Enums']["job_priority"],"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"],"status"?: Database["public"]['Enums']["job_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_counts_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"job_durations": {
                  Row: {
                    "bin": number,"period": string,"project_id": string,"ran": number,"run_seconds": number,"wait_seconds": number,"waited": number
                  }
                  ComputedFields: never
                  Insert: {
                    "bin": number,"period": string,"project_id": string,"ran"?: number,"run_seconds"?: number,"wait_seconds"?: number,"waited"?: number
                  }
                  Update: {
                    "bin"?: number,"period"?: string,"project_id"?: string,"ran"?: number,"run_seconds"?: number,"wait_seconds"?: number,"waited"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_durations_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"job_events": {
                  Row: {
                    "actor_id": string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"attempt_id": string | null,"cause": string,"detail": NonNullable<Json>,"from_status": Database["public"]['Enums']["job_status"] | null,"id": number,"job_id": string,"occurred_at": string,"project_id": string,"to_status": Database["public"]['Enums']["job_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "actor_id"?: string | null,"actor_kind": Database["public"]['Enums']["actor_kind"],"attempt_id"?: string | null,"cause": string,"detail"?: NonNullable<Json>,"from_status"?: Database["public"]['Enums']["job_status"] | null,"id"?: never,"job_id": string,"occurred_at"?: string,"project_id": string,"to_status": Database["public"]['Enums']["job_status"]
                  }
                  Update: {
                    "actor_id"?: string | null,"actor_kind"?: Database["public"]['Enums']["actor_kind"],"attempt_id"?: string | null,"cause"?: string,"detail"?: NonNullable<Json>,"from_status"?: Database["public"]['Enums']["job_status"] | null,"id"?: never,"job_id"?: string,"occurred_at"?: string,"project_id"?: string,"to_status"?: Database["public"]['Enums']["job_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_events_job_id_fkey"
      columns: ["job_id"]
isOneToOne: false
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_files": {
                  Row: {
                    "attempt_id": string,"bucket": string,"content_type": string,"created_at": string,"id": string,"job_id": string,"kind": Database["public"]['Enums']["file_kind"],"path": string,"size_bytes": number
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_id": string,"bucket": string,"content_type": string,"created_at"?: string,"id"?: string,"job_id": string,"kind": Database["public"]['Enums']["file_kind"],"path": string,"size_bytes": number
                  }
                  Update: {
                    "attempt_id"?: string,"bucket"?: string,"content_type"?: string,"created_at"?: string,"id"?: string,"job_id"?: string,"kind"?: Database["public"]['Enums']["file_kind"],"path"?: string,"size_bytes"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_files_job_id_fkey"
      columns: ["job_id"]
isOneToOne: false
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_logs": {
                  Row: {
                    "attempt_id": string,"fields": NonNullable<Json>,"id": number,"job_id": string,"level": Database["public"]['Enums']["log_level"],"logged_at": string,"message": string,"stage": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_id": string,"fields"?: NonNullable<Json>,"id"?: never,"job_id": string,"level": Database["public"]['Enums']["log_level"],"logged_at"?: string,"message": string,"stage"?: string | null
                  }
                  Update: {
                    "attempt_id"?: string,"fields"?: NonNullable<Json>,"id"?: never,"job_id"?: string,"level"?: Database["public"]['Enums']["log_level"],"logged_at"?: string,"message"?: string,"stage"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_logs_job_id_fkey"
      columns: ["job_id"]
isOneToOne: false
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_metadata": {
                  Row: {
                    "attempt_id": string,"description": string,"job_id": string,"language": string,"tags": (string)[],"title": string,"written_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_id": string,"description": string,"job_id": string,"language": string,"tags"?: (string)[],"title": string,"written_at"?: string
                  }
                  Update: {
                    "attempt_id"?: string,"description"?: string,"job_id"?: string,"language"?: string,"tags"?: (string)[],"title"?: string,"written_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_metadata_job_id_fkey"
      columns: ["job_id"]
isOneToOne: true
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_minutes": {
                  Row: {
                    "completed": number,"failed": number,"minute": string,"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"run_seconds": number,"started": number,"wait_seconds": number
                  }
                  ComputedFields: never
                  Insert: {
                    "completed"?: number,"failed"?: number,"minute": string,"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"run_seconds"?: number,"started"?: number,"wait_seconds"?: number
                  }
                  Update: {
                    "completed"?: number,"failed"?: number,"minute"?: string,"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"],"run_seconds"?: number,"started"?: number,"wait_seconds"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_minutes_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"job_quality": {
                  Row: {
                    "attempt_id": string,"checks": NonNullable<Json>,"figures": NonNullable<Json>,"job_id": string,"measured_at": string,"not_measured": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_id": string,"checks": NonNullable<Json>,"figures": NonNullable<Json>,"job_id": string,"measured_at"?: string,"not_measured": NonNullable<Json>
                  }
                  Update: {
                    "attempt_id"?: string,"checks"?: NonNullable<Json>,"figures"?: NonNullable<Json>,"job_id"?: string,"measured_at"?: string,"not_measured"?: NonNullable<Json>
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_quality_job_id_fkey"
      columns: ["job_id"]
isOneToOne: true
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_stages": {
                  Row: {
                    "attempt_id": string | null,"checkpoint": Json | null,"files": NonNullable<Json>,"finished_at": string | null,"job_id": string,"ordinal": number,"progress_ratio": number,"stage": string,"started_at": string | null,"status": Database["public"]['Enums']["stage_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_id"?: string | null,"checkpoint"?: Json | null,"files"?: NonNullable<Json>,"finished_at"?: string | null,"job_id": string,"ordinal": number,"progress_ratio"?: number,"stage": string,"started_at"?: string | null,"status"?: Database["public"]['Enums']["stage_status"]
                  }
                  Update: {
                    "attempt_id"?: string | null,"checkpoint"?: Json | null,"files"?: NonNullable<Json>,"finished_at"?: string | null,"job_id"?: string,"ordinal"?: number,"progress_ratio"?: number,"stage"?: string,"started_at"?: string | null,"status"?: Database["public"]['Enums']["stage_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "job_stages_job_id_fkey"
      columns: ["job_id"]
isOneToOne: false
      referencedRelation: "jobs"
      referencedColumns: ["id"]
    }
                  ]
                },"job_types": {
                  Row: {
                    "default_queue": Database["public"]['Enums']["queue_name"],"description": string,"example": NonNullable<Json>,"is_pausable": boolean,"kind": Database["public"]['Enums']["job_type_kind"],"max_attempts": number,"name": string,"payload_schema": NonNullable<Json>,"requirements": NonNullable<Json>,"stages": NonNullable<Json>,"time_limit_seconds": number,"title": string
                  }
                  ComputedFields: never
                  Insert: {
                    "default_queue": Database["public"]['Enums']["queue_name"],"description": string,"example": NonNullable<Json>,"is_pausable": boolean,"kind"?: Database["public"]['Enums']["job_type_kind"],"max_attempts": number,"name": string,"payload_schema": NonNullable<Json>,"requirements"?: NonNullable<Json>,"stages": NonNullable<Json>,"time_limit_seconds": number,"title": string
                  }
                  Update: {
                    "default_queue"?: Database["public"]['Enums']["queue_name"],"description"?: string,"example"?: NonNullable<Json>,"is_pausable"?: boolean,"kind"?: Database["public"]['Enums']["job_type_kind"],"max_attempts"?: number,"name"?: string,"payload_schema"?: NonNullable<Json>,"requirements"?: NonNullable<Json>,"stages"?: NonNullable<Json>,"time_limit_seconds"?: number,"title"?: string
                  }
                  Relationships: [
                    
                  ]
                },"jobs": {
                  Row: {
                    "aged_at": string | null,"aged_from": Database["public"]['Enums']["job_priority"] | null,"assigned_at": string | null,"attempt_count": number,"attempt_id": string | null,"captions_path": string | null,"created_at": string,"created_by": string | null,"duration_seconds": number | null,"error": Json | null,"error_category": Database["public"]['Enums']["error_category"] | null,"finished_at": string | null,"height_px": number | null,"id": string,"job_type": string,"lost_in_a_row": number,"max_attempts": number,"node_id": string | null,"notices": (string)[],"payload": NonNullable<Json>,"position": number,"priority": Database["public"]['Enums']["job_priority"],"progress_ratio": number,"project_id": string,"queue": Database["public"]['Enums']["queue_name"],"queued_at": string | null,"requirements": NonNullable<Json>,"revision": number,"run_at": string,"stage": string | null,"started_at": string | null,"status": Database["public"]['Enums']["job_status"],"thumbnail_path": string | null,"thumbnail_url": string | null,"title": string,"unique_key": string | null,"updated_at": string,"video_path": string | null,"video_url": string | null,"video_url_expires_at": string | null,"width_px": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "aged_at"?: string | null,"aged_from"?: Database["public"]['Enums']["job_priority"] | null,"assigned_at"?: string | null,"attempt_count"?: number,"attempt_id"?: string | null,"captions_path"?: string | null,"created_at"?: string,"created_by"?: string | null,"duration_seconds"?: number | null,"error"?: Json | null,"error_category"?: Database["public"]['Enums']["error_category"] | null,"finished_at"?: string | null,"height_px"?: number | null,"id"?: string,"job_type": string,"lost_in_a_row"?: number,"max_attempts"?: number,"node_id"?: string | null,"notices"?: (string)[],"payload": NonNullable<Json>,"position"?: number,"priority"?: Database["public"]['Enums']["job_priority"],"progress_ratio"?: number,"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"],"queued_at"?: string | null,"requirements"?: NonNullable<Json>,"revision"?: number,"run_at"?: string,"stage"?: string | null,"started_at"?: string | null,"status"?: Database["public"]['Enums']["job_status"],"thumbnail_path"?: string | null,"thumbnail_url"?: string | null,"title"?: string,"unique_key"?: string | null,"updated_at"?: string,"video_path"?: string | null,"video_url"?: string | null,"video_url_expires_at"?: string | null,"width_px"?: number | null
                  }
                  Update: {
                    "aged_at"?: string | null,"aged_from"?: Database["public"]['Enums']["job_priority"] | null,"assigned_at"?: string | null,"attempt_count"?: number,"attempt_id"?: string | null,"captions_path"?: string | null,"created_at"?: string,"created_by"?: string | null,"duration_seconds"?: number | null,"error"?: Json | null,"error_category"?: Database["public"]['Enums']["error_category"] | null,"finished_at"?: string | null,"height_px"?: number | null,"id"?: string,"job_type"?: string,"lost_in_a_row"?: number,"max_attempts"?: number,"node_id"?: string | null,"notices"?: (string)[],"payload"?: NonNullable<Json>,"position"?: number,"priority"?: Database["public"]['Enums']["job_priority"],"progress_ratio"?: number,"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"],"queued_at"?: string | null,"requirements"?: NonNullable<Json>,"revision"?: number,"run_at"?: string,"stage"?: string | null,"started_at"?: string | null,"status"?: Database["public"]['Enums']["job_status"],"thumbnail_path"?: string | null,"thumbnail_url"?: string | null,"title"?: string,"unique_key"?: string | null,"updated_at"?: string,"video_path"?: string | null,"video_url"?: string | null,"video_url_expires_at"?: string | null,"width_px"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "jobs_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    },{
      foreignKeyName: "jobs_job_type_fkey"
      columns: ["job_type"]
isOneToOne: false
      referencedRelation: "job_types"
      referencedColumns: ["name"]
    },{
      foreignKeyName: "jobs_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"nodes": {
                  Row: {
                    "busy_slots": number,"cached_project_ids": (string)[],"cpu_cores": number | null,"cpu_load": number | null,"drained_at": string | null,"drained_by": string | null,"drained_reason": string | null,"encoders": (string)[],"ffmpeg_version": string | null,"gpus": NonNullable<Json>,"heartbeat_at": string,"hostname": string,"id": string,"memory_free_mb": number | null,"memory_total_mb": number | null,"name": string,"renderers": (string)[],"reserved_live_slots": number | null,"revision": number,"site_id": string | null,"slots": number,"started_at": string,"status": Database["public"]['Enums']["node_status"],"version": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "busy_slots"?: number,"cached_project_ids"?: (string)[],"cpu_cores"?: number | null,"cpu_load"?: number | null,"drained_at"?: string | null,"drained_by"?: string | null,"drained_reason"?: string | null,"encoders"?: (string)[],"ffmpeg_version"?: string | null,"gpus"?: NonNullable<Json>,"heartbeat_at"?: string,"hostname"?: string,"id"?: string,"memory_free_mb"?: number | null,"memory_total_mb"?: number | null,"name": string,"renderers"?: (string)[],"reserved_live_slots"?: number | null,"revision"?: number,"site_id"?: string | null,"slots": number,"started_at"?: string,"status"?: Database["public"]['Enums']["node_status"],"version"?: string | null
                  }
                  Update: {
                    "busy_slots"?: number,"cached_project_ids"?: (string)[],"cpu_cores"?: number | null,"cpu_load"?: number | null,"drained_at"?: string | null,"drained_by"?: string | null,"drained_reason"?: string | null,"encoders"?: (string)[],"ffmpeg_version"?: string | null,"gpus"?: NonNullable<Json>,"heartbeat_at"?: string,"hostname"?: string,"id"?: string,"memory_free_mb"?: number | null,"memory_total_mb"?: number | null,"name"?: string,"renderers"?: (string)[],"reserved_live_slots"?: number | null,"revision"?: number,"site_id"?: string | null,"slots"?: number,"started_at"?: string,"status"?: Database["public"]['Enums']["node_status"],"version"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "nodes_drained_by_fkey"
      columns: ["drained_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    },{
      foreignKeyName: "nodes_site_id_fkey"
      columns: ["site_id"]
isOneToOne: false
      referencedRelation: "sites"
      referencedColumns: ["id"]
    }
                  ]
                },"profiles": {
                  Row: {
                    "created_at": string,"display_name": string | null,"email": string | null,"instance_role": Database["public"]['Enums']["instance_role"],"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"display_name"?: string | null,"email"?: string | null,"instance_role"?: Database["public"]['Enums']["instance_role"],"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"display_name"?: string | null,"email"?: string | null,"instance_role"?: Database["public"]['Enums']["instance_role"],"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"project_limits": {
                  Row: {
                    "bytes_stored": number | null,"jobs_per_hour": number | null,"project_id": string,"set_by": string,"submissions_per_minute": number | null,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "bytes_stored"?: number | null,"jobs_per_hour"?: number | null,"project_id": string,"set_by": string,"submissions_per_minute"?: number | null,"updated_at"?: string
                  }
                  Update: {
                    "bytes_stored"?: number | null,"jobs_per_hour"?: number | null,"project_id"?: string,"set_by"?: string,"submissions_per_minute"?: number | null,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "project_limits_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"project_members": {
                  Row: {
                    "created_at": string,"project_id": string,"role": Database["public"]['Enums']["project_role"],"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"project_id": string,"role"?: Database["public"]['Enums']["project_role"],"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"project_id"?: string,"role"?: Database["public"]['Enums']["project_role"],"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "project_members_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"projects": {
                  Row: {
                    "created_at": string,"id": string,"max_running_jobs": number | null,"name": string,"slug": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"max_running_jobs"?: number | null,"name": string,"slug": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"max_running_jobs"?: number | null,"name"?: string,"slug"?: string
                  }
                  Relationships: [
                    
                  ]
                },"queue_depths": {
                  Row: {
                    "minute": string,"project_id": string,"running": number,"waiting_batch": number,"waiting_default": number,"waiting_live": number
                  }
                  ComputedFields: never
                  Insert: {
                    "minute": string,"project_id": string,"running": number,"waiting_batch": number,"waiting_default": number,"waiting_live": number
                  }
                  Update: {
                    "minute"?: string,"project_id"?: string,"running"?: number,"waiting_batch"?: number,"waiting_default"?: number,"waiting_live"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "queue_depths_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"queues": {
                  Row: {
                    "is_paused": boolean,"name": Database["public"]['Enums']["queue_name"],"paused_by": string | null,"paused_reason": string | null,"paused_until": string | null,"revision": number,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "is_paused"?: boolean,"name": Database["public"]['Enums']["queue_name"],"paused_by"?: string | null,"paused_reason"?: string | null,"paused_until"?: string | null,"revision"?: number,"updated_at"?: string
                  }
                  Update: {
                    "is_paused"?: boolean,"name"?: Database["public"]['Enums']["queue_name"],"paused_by"?: string | null,"paused_reason"?: string | null,"paused_until"?: string | null,"revision"?: number,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "queues_paused_by_fkey"
      columns: ["paused_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    }
                  ]
                },"saved_views": {
                  Row: {
                    "created_at": string,"id": string,"name": string,"query": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"name": string,"query": string,"user_id"?: string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"name"?: string,"query"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"schedule_runs": {
                  Row: {
                    "created_at": string,"due_at": string,"job_id": string | null,"problem": string | null,"schedule_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"due_at": string,"job_id"?: string | null,"problem"?: string | null,"schedule_id": string
                  }
                  Update: {
                    "created_at"?: string,"due_at"?: string,"job_id"?: string | null,"problem"?: string | null,"schedule_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "schedule_runs_schedule_id_fkey"
      columns: ["schedule_id"]
isOneToOne: false
      referencedRelation: "schedules"
      referencedColumns: ["id"]
    }
                  ]
                },"schedules": {
                  Row: {
                    "created_at": string,"created_by": string | null,"cron": string,"id": string,"is_enabled": boolean,"job_type": string,"last_job_id": string | null,"last_problem": string | null,"last_run_at": string | null,"may_overlap": boolean,"missed_runs": Database["public"]['Enums']["missed_run_policy"],"name": string,"next_run_at": string | null,"payload": NonNullable<Json>,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"queue": Database["public"]['Enums']["queue_name"] | null,"revision": number,"time_zone": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"created_by"?: string | null,"cron": string,"id"?: string,"is_enabled"?: boolean,"job_type": string,"last_job_id"?: string | null,"last_problem"?: string | null,"last_run_at"?: string | null,"may_overlap"?: boolean,"missed_runs"?: Database["public"]['Enums']["missed_run_policy"],"name": string,"next_run_at"?: string | null,"payload"?: NonNullable<Json>,"priority"?: Database["public"]['Enums']["job_priority"],"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"] | null,"revision"?: number,"time_zone"?: string,"updated_at"?: string
                  }
                  Update: {
                    "created_at"?: string,"created_by"?: string | null,"cron"?: string,"id"?: string,"is_enabled"?: boolean,"job_type"?: string,"last_job_id"?: string | null,"last_problem"?: string | null,"last_run_at"?: string | null,"may_overlap"?: boolean,"missed_runs"?: Database["public"]['Enums']["missed_run_policy"],"name"?: string,"next_run_at"?: string | null,"payload"?: NonNullable<Json>,"priority"?: Database["public"]['Enums']["job_priority"],"project_id"?: string,"queue"?: Database["public"]['Enums']["queue_name"] | null,"revision"?: number,"time_zone"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "schedules_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["user_id"]
    },{
      foreignKeyName: "schedules_job_type_fkey"
      columns: ["job_type"]
isOneToOne: false
      referencedRelation: "job_types"
      referencedColumns: ["name"]
    },{
      foreignKeyName: "schedules_project_id_fkey"
      columns: ["project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["id"]
    }
                  ]
                },"sites": {
                  Row: {
                    "created_at": string,"health": Database["public"]['Enums']["site_health"],"health_checked_at": string | null,"health_message": string | null,"id": string,"name": string,"slug": string,"storage_free_mb": number | null,"storage_root": string,"storage_total_mb": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"health"?: Database["public"]['Enums']["site_health"],"health_checked_at"?: string | null,"health_message"?: string | null,"id"?: string,"name": string,"slug": string,"storage_free_mb"?: number | null,"storage_root": string,"storage_total_mb"?: number | null
                  }
                  Update: {
                    "created_at"?: string,"health"?: Database["public"]['Enums']["site_health"],"health_checked_at"?: string | null,"health_message"?: string | null,"id"?: string,"name"?: string,"slug"?: string,"storage_free_mb"?: number | null,"storage_root"?: string,"storage_total_mb"?: number | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "add_member":
{ Args: { "email"?: string,"project_id": string,"role"?: Database["public"]['Enums']["project_role"],"user_id"?: string }; Returns: {
              "created_at": string,
"project_id": string,
"role": Database["public"]['Enums']["project_role"],
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "project_members"
        isOneToOne: true
        isSetofReturn: false
      } },
"cancel_job":
{ Args: { "job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_member_role":
{ Args: { "project_id": string,"role": Database["public"]['Enums']["project_role"],"user_id": string }; Returns: {
              "created_at": string,
"project_id": string,
"role": Database["public"]['Enums']["project_role"],
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "project_members"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_site":
{ Args: { "name": string,"site_id": string,"storage_root": string }; Returns: {
              "created_at": string,
"health": Database["public"]['Enums']["site_health"],
"health_checked_at": string | null,
"health_message": string | null,
"id": string,
"name": string,
"slug": string,
"storage_free_mb": number | null,
"storage_root": string,
"storage_total_mb": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "sites"
        isOneToOne: true
        isSetofReturn: false
      } },
"cleanup_jobs":
{ Args: { "older_than_seconds": number,"project_id": string,"statuses"?: (Database["public"]['Enums']["job_status"])[] }; Returns: {
              "action": Database["public"]['Enums']["bulk_action_name"],
"actor_id": string | null,
"actor_kind": Database["public"]['Enums']["actor_kind"],
"arguments": NonNullable<Json>,
"changed_count": number,
"created_at": string,
"done_count": number,
"filter": NonNullable<Json>,
"finished_at": string | null,
"has_more": boolean,
"id": string,
"project_id": string,
"revision": number,
"skipped": NonNullable<Json>,
"status": Database["public"]['Enums']["bulk_action_status"],
"stopped_reason": string | null,
"total_count": number,
"undoes": string | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "bulk_actions"
        isOneToOne: true
        isSetofReturn: false
      } },
"control_nodes":
{ Args: { "action": string,"filter": Json,"is_preview"?: boolean,"reason"?: string }; Returns: Json
                           },
"control_queues":
{ Args: { "action": string,"is_preview"?: boolean,"names"?: (Database["public"]['Enums']["queue_name"])[],"reason"?: string,"until"?: string }; Returns: Json
                           },
"create_api_key":
{ Args: { "expires_at"?: string,"name": string,"project_id": string,"role"?: Database["public"]['Enums']["project_role"] }; Returns: Record<string, unknown>
                           },
"create_project":
{ Args: { "name": string,"slug": string }; Returns: {
              "created_at": string,
"id": string,
"max_running_jobs": number | null,
"name": string,
"slug": string
            }
                          SetofOptions: {
        from: "*"
        to: "projects"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_site":
{ Args: { "name": string,"slug": string,"storage_root": string }; Returns: {
              "created_at": string,
"health": Database["public"]['Enums']["site_health"],
"health_checked_at": string | null,
"health_message": string | null,
"id": string,
"name": string,
"slug": string,
"storage_free_mb": number | null,
"storage_root": string,
"storage_total_mb": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "sites"
        isOneToOne: true
        isSetofReturn: false
      } },
"drain_node":
{ Args: { "node_id": string,"reason"?: string }; Returns: {
              "busy_slots": number,
"cached_project_ids": (string)[],
"cpu_cores": number | null,
"cpu_load": number | null,
"drained_at": string | null,
"drained_by": string | null,
"drained_reason": string | null,
"encoders": (string)[],
"ffmpeg_version": string | null,
"gpus": NonNullable<Json>,
"heartbeat_at": string,
"hostname": string,
"id": string,
"memory_free_mb": number | null,
"memory_total_mb": number | null,
"name": string,
"renderers": (string)[],
"reserved_live_slots": number | null,
"revision": number,
"site_id": string | null,
"slots": number,
"started_at": string,
"status": Database["public"]['Enums']["node_status"],
"version": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "nodes"
        isOneToOne: true
        isSetofReturn: false
      } },
"explain_wait":
{ Args: { "job_id": string }; Returns: Json
                           },
"get_job_transitions":
{ Args: Record<PropertyKey, never>; Returns: {
              "cause": string,"from_status": Database["public"]['Enums']["job_status"],"to_status": Database["public"]['Enums']["job_status"]
            }[]
                           },
"get_project_limits":
{ Args: { "project_id": string }; Returns: Json
                           },
"get_queue_order":
{ Args: { "max_jobs"?: number,"queue": Database["public"]['Enums']["queue_name"] }; Returns: {
              "expected_start_at": string,"job_id": string,"job_type": string,"place": number,"priority": Database["public"]['Enums']["job_priority"],"project_id": string,"status": Database["public"]['Enums']["job_status"],"title": string
            }[]
                           },
"get_queue_stats":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"get_retention":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"get_scheduling":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"get_search_horizon":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"get_throughput":
{ Args: { "bucket_seconds"?: number,"from_at": string,"project_id"?: string,"to_at"?: string }; Returns: Json
                           },
"get_video_url":
{ Args: { "job_id": string }; Returns: Json
                           },
"limit_running_jobs":
{ Args: { "max_running_jobs": number,"project_id": string }; Returns: {
              "created_at": string,
"id": string,
"max_running_jobs": number | null,
"name": string,
"slug": string
            }
                          SetofOptions: {
        from: "*"
        to: "projects"
        isOneToOne: true
        isSetofReturn: false
      } },
"move_job_to_queue":
{ Args: { "job_id": string,"queue": Database["public"]['Enums']["queue_name"] }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"pause_job":
{ Args: { "job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"pause_queue":
{ Args: { "name": Database["public"]['Enums']["queue_name"],"reason"?: string,"until"?: string }; Returns: {
              "is_paused": boolean,
"name": Database["public"]['Enums']["queue_name"],
"paused_by": string | null,
"paused_reason": string | null,
"paused_until": string | null,
"revision": number,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "queues"
        isOneToOne: true
        isSetofReturn: false
      } },
"preview_bulk_action":
{ Args: { "action": Database["public"]['Enums']["bulk_action_name"],"arguments"?: Json,"filter": Json,"project_id": string }; Returns: Json
                           },
"preview_retention":
{ Args: { "figures"?: Json }; Returns: Json
                           },
"preview_schedule":
{ Args: { "cron": string,"max"?: number,"time_zone"?: string }; Returns: string[]
                           },
"remove_job":
{ Args: { "job_id": string }; Returns: undefined
                           },
"remove_member":
{ Args: { "project_id": string,"user_id": string }; Returns: undefined
                           },
"remove_site":
{ Args: { "site_id": string }; Returns: undefined
                           },
"rename_project":
{ Args: { "name": string,"project_id": string }; Returns: {
              "created_at": string,
"id": string,
"max_running_jobs": number | null,
"name": string,
"slug": string
            }
                          SetofOptions: {
        from: "*"
        to: "projects"
        isOneToOne: true
        isSetofReturn: false
      } },
"reorder_job":
{ Args: { "after"?: string,"before"?: string,"job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"reprioritise_job":
{ Args: { "job_id": string,"priority": Database["public"]['Enums']["job_priority"] }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"rerender_job":
{ Args: { "changes": Json,"job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"reserve_live_slots":
{ Args: { "node_id": string,"slots": number }; Returns: {
              "busy_slots": number,
"cached_project_ids": (string)[],
"cpu_cores": number | null,
"cpu_load": number | null,
"drained_at": string | null,
"drained_by": string | null,
"drained_reason": string | null,
"encoders": (string)[],
"ffmpeg_version": string | null,
"gpus": NonNullable<Json>,
"heartbeat_at": string,
"hostname": string,
"id": string,
"memory_free_mb": number | null,
"memory_total_mb": number | null,
"name": string,
"renderers": (string)[],
"reserved_live_slots": number | null,
"revision": number,
"site_id": string | null,
"slots": number,
"started_at": string,
"status": Database["public"]['Enums']["node_status"],
"version": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "nodes"
        isOneToOne: true
        isSetofReturn: false
      } },
"resume_job":
{ Args: { "job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"resume_node":
{ Args: { "node_id": string }; Returns: {
              "busy_slots": number,
"cached_project_ids": (string)[],
"cpu_cores": number | null,
"cpu_load": number | null,
"drained_at": string | null,
"drained_by": string | null,
"drained_reason": string | null,
"encoders": (string)[],
"ffmpeg_version": string | null,
"gpus": NonNullable<Json>,
"heartbeat_at": string,
"hostname": string,
"id": string,
"memory_free_mb": number | null,
"memory_total_mb": number | null,
"name": string,
"renderers": (string)[],
"reserved_live_slots": number | null,
"revision": number,
"site_id": string | null,
"slots": number,
"started_at": string,
"status": Database["public"]['Enums']["node_status"],
"version": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "nodes"
        isOneToOne: true
        isSetofReturn: false
      } },
"resume_queue":
{ Args: { "name": Database["public"]['Enums']["queue_name"] }; Returns: {
              "is_paused": boolean,
"name": Database["public"]['Enums']["queue_name"],
"paused_by": string | null,
"paused_reason": string | null,
"paused_until": string | null,
"revision": number,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "queues"
        isOneToOne: true
        isSetofReturn: false
      } },
"retry_job":
{ Args: { "from_stage"?: string,"job_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"revoke_api_key":
{ Args: { "api_key_id": string }; Returns: {
              "created_at": string,
"created_by": string | null,
"expires_at": string | null,
"id": string,
"last_used_at": string | null,
"name": string,
"prefix": string,
"project_id": string,
"revoked_at": string | null,
"revoked_by": string | null,
"role": Database["public"]['Enums']["project_role"],
"rotated_at": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "api_keys"
        isOneToOne: true
        isSetofReturn: false
      } },
"rotate_api_key":
{ Args: { "api_key_id": string,"overlap"?: string }; Returns: Record<string, unknown>
                           },
"run_bulk_action_batch":
{ Args: { "bulk_action_id": string,"max"?: number }; Returns: {
              "action": Database["public"]['Enums']["bulk_action_name"],
"actor_id": string | null,
"actor_kind": Database["public"]['Enums']["actor_kind"],
"arguments": NonNullable<Json>,
"changed_count": number,
"created_at": string,
"done_count": number,
"filter": NonNullable<Json>,
"finished_at": string | null,
"has_more": boolean,
"id": string,
"project_id": string,
"revision": number,
"skipped": NonNullable<Json>,
"status": Database["public"]['Enums']["bulk_action_status"],
"stopped_reason": string | null,
"total_count": number,
"undoes": string | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "bulk_actions"
        isOneToOne: true
        isSetofReturn: false
      } },
"run_schedule":
{ Args: { "schedule_id": string }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_instance_role":
{ Args: { "role": Database["public"]['Enums']["instance_role"],"user_id": string }; Returns: {
              "created_at": string,
"display_name": string | null,
"email": string | null,
"instance_role": Database["public"]['Enums']["instance_role"],
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "profiles"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_project_limits":
{ Args: { "bytes_stored"?: number,"jobs_per_hour"?: number,"project_id": string,"submissions_per_minute"?: number }; Returns: {
              "bytes_stored": number | null,
"jobs_per_hour": number | null,
"project_id": string,
"set_by": string,
"submissions_per_minute": number | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "project_limits"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_retention":
{ Args: { "figures": Json }; Returns: Json
                           },
"set_scheduling":
{ Args: { "figures": Json }; Returns: Json
                           },
"start_bulk_action":
{ Args: { "action": Database["public"]['Enums']["bulk_action_name"],"arguments"?: Json,"filter": Json,"project_id": string }; Returns: {
              "action": Database["public"]['Enums']["bulk_action_name"],
"actor_id": string | null,
"actor_kind": Database["public"]['Enums']["actor_kind"],
"arguments": NonNullable<Json>,
"changed_count": number,
"created_at": string,
"done_count": number,
"filter": NonNullable<Json>,
"finished_at": string | null,
"has_more": boolean,
"id": string,
"project_id": string,
"revision": number,
"skipped": NonNullable<Json>,
"status": Database["public"]['Enums']["bulk_action_status"],
"stopped_reason": string | null,
"total_count": number,
"undoes": string | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "bulk_actions"
        isOneToOne: true
        isSetofReturn: false
      } },
"stop_bulk_action":
{ Args: { "bulk_action_id": string }; Returns: {
              "action": Database["public"]['Enums']["bulk_action_name"],
"actor_id": string | null,
"actor_kind": Database["public"]['Enums']["actor_kind"],
"arguments": NonNullable<Json>,
"changed_count": number,
"created_at": string,
"done_count": number,
"filter": NonNullable<Json>,
"finished_at": string | null,
"has_more": boolean,
"id": string,
"project_id": string,
"revision": number,
"skipped": NonNullable<Json>,
"status": Database["public"]['Enums']["bulk_action_status"],
"stopped_reason": string | null,
"total_count": number,
"undoes": string | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "bulk_actions"
        isOneToOne: true
        isSetofReturn: false
      } },
"store_video_url":
{ Args: { "expires_at": string,"job_id": string,"thumbnail_url": string,"video_path": string,"video_url": string }; Returns: boolean
                           },
"take_video_url_renewals":
{ Args: { "max"?: number }; Returns: {
              "job_id": string,"thumbnail_path": string,"video_path": string
            }[]
                           },
"trigger_task":
{ Args: { "job_type": string,"payload"?: Json }; Returns: {
              "aged_at": string | null,
"aged_from": Database["public"]['Enums']["job_priority"] | null,
"assigned_at": string | null,
"attempt_count": number,
"attempt_id": string | null,
"captions_path": string | null,
"created_at": string,
"created_by": string | null,
"duration_seconds": number | null,
"error": Json | null,
"error_category": Database["public"]['Enums']["error_category"] | null,
"finished_at": string | null,
"height_px": number | null,
"id": string,
"job_type": string,
"lost_in_a_row": number,
"max_attempts": number,
"node_id": string | null,
"notices": (string)[],
"payload": NonNullable<Json>,
"position": number,
"priority": Database["public"]['Enums']["job_priority"],
"progress_ratio": number,
"project_id": string,
"queue": Database["public"]['Enums']["queue_name"],
"queued_at": string | null,
"requirements": NonNullable<Json>,
"revision": number,
"run_at": string,
"stage": string | null,
"started_at": string | null,
"status": Database["public"]['Enums']["job_status"],
"thumbnail_path": string | null,
"thumbnail_url": string | null,
"title": string,
"unique_key": string | null,
"updated_at": string,
"video_path": string | null,
"video_url": string | null,
"video_url_expires_at": string | null,
"width_px": number | null
            }
                          SetofOptions: {
        from: "*"
        to: "jobs"
        isOneToOne: true
        isSetofReturn: false
      } },
"undo_bulk_action":
{ Args: { "bulk_action_id": string }; Returns: {
              "action": Database["public"]['Enums']["bulk_action_name"],
"actor_id": string | null,
"actor_kind": Database["public"]['Enums']["actor_kind"],
"arguments": NonNullable<Json>,
"changed_count": number,
"created_at": string,
"done_count": number,
"filter": NonNullable<Json>,
"finished_at": string | null,
"has_more": boolean,
"id": string,
"project_id": string,
"revision": number,
"skipped": NonNullable<Json>,
"status": Database["public"]['Enums']["bulk_action_status"],
"stopped_reason": string | null,
"total_count": number,
"undoes": string | null,
"updated_at": string
            }
                          SetofOptions: {
        from: "*"
        to: "bulk_actions"
        isOneToOne: true
        isSetofReturn: false
      } },
"verify_audit_chain":
{ Args: { "from_position"?: number,"to_position"?: number }; Returns: Json
                           }
          }
          Enums: {
            "actor_kind": "user"|"api_key"|"service"|"worker"|"schedule","attempt_status": "assigned"|"running"|"completed"|"failed"|"lost"|"handed_back"|"cancelled","bulk_action_name": "cancel"|"pause"|"resume"|"retry"|"reprioritise"|"move_to_queue"|"reorder"|"remove","bulk_action_status": "running"|"completed"|"stopped","error_category": "TIMEOUT"|"API_ERROR"|"INVALID_INPUT"|"NOT_FOUND"|"CANCELLED"|"NODE_LOST"|"UNKNOWN","file_kind": "video"|"thumbnail"|"captions"|"storyboard"|"narration"|"log"|"poster"|"subtitles"|"chapters"|"script"|"hls"|"picture","instance_role": "none"|"operator"|"admin","job_priority": "high"|"medium"|"low","job_status": "pending"|"queued"|"assigned"|"processing"|"paused"|"completed"|"failed"|"cancelled","job_type_kind": "media"|"system","log_level": "debug"|"info"|"warn"|"error","missed_run_policy": "skip"|"run_once"|"run_all","node_status": "available"|"busy"|"draining"|"offline","project_role": "viewer"|"operator"|"admin","queue_name": "live"|"default"|"batch","site_health": "unknown"|"healthy"|"degraded"|"unreachable","stage_status": "pending"|"running"|"completed"|"failed"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "actor_kind": ["user", "api_key", "service", "worker", "schedule"],"attempt_status": ["assigned", "running", "completed", "failed", "lost", "handed_back", "cancelled"],"bulk_action_name": ["cancel", "pause", "resume", "retry", "reprioritise", "move_to_queue", "reorder", "remove"],"bulk_action_status": ["running", "completed", "stopped"],"error_category": ["TIMEOUT", "API_ERROR", "INVALID_INPUT", "NOT_FOUND", "CANCELLED", "NODE_LOST", "UNKNOWN"],"file_kind": ["video", "thumbnail", "captions", "storyboard", "narration", "log", "poster", "subtitles", "chapters", "script", "hls", "picture"],"instance_role": ["none", "operator", "admin"],"job_priority": ["high", "medium", "low"],"job_status": ["pending", "queued", "assigned", "processing", "paused", "completed", "failed", "cancelled"],"job_type_kind": ["media", "system"],"log_level": ["debug", "info", "warn", "error"],"missed_run_policy": ["skip", "run_once", "run_all"],"node_status": ["available", "busy", "draining", "offline"],"project_role": ["viewer", "operator", "admin"],"queue_name": ["live", "default", "batch"],"site_health": ["unknown", "healthy", "degraded", "unreachable"],"stage_status": ["pending", "running", "completed", "failed"]
          }
        }
} as const
